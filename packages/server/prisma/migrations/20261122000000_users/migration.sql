-- Keep to PostgreSQL 15 and to what needs no extension: the same file runs on PGlite and on a server.

-- Every table of entities gets this trigger: who writes past the unit of work and forgets the version would make
-- other people's version checks pass that should fail.
CREATE FUNCTION "refuse_same_version"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW."version" <= OLD."version" THEN
    RAISE EXCEPTION 'An update of % must raise its version', TG_TABLE_NAME
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = TG_TABLE_NAME || '_version_grows';
  END IF;
  RETURN NEW;
END
$$;

-- Texts are COLLATE "C": they compare by code point, as the library does in memory, whatever the server's locale.
CREATE TABLE "users" (
  "id" TEXT COLLATE "C" NOT NULL,
  "name" TEXT COLLATE "C" NOT NULL,
  "email" TEXT COLLATE "C" NOT NULL,
  "role" TEXT COLLATE "C" NOT NULL DEFAULT 'user',
  "status" TEXT COLLATE "C" NOT NULL DEFAULT 'active',
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "version" INTEGER NOT NULL DEFAULT 1,
  -- Under which idempotency key the row was created, and from what: a creation that is sent again makes no second one.
  "creation_key" TEXT COLLATE "C",
  "creation_digest" TEXT COLLATE "C",

  CONSTRAINT "users_pkey" PRIMARY KEY ("id"),
  -- A text of one spelling rather than the uuid type: ids are compared, ordered and looked up as the strings that
  -- they are in memory, and an id that is no UUID is "not found" instead of an error.
  CONSTRAINT "users_id_check" CHECK ("id" ~ '^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$'),
  CONSTRAINT "users_name_check" CHECK (char_length("name") BETWEEN 2 AND 200),
  CONSTRAINT "users_email_check" CHECK ("email" = lower("email") AND char_length("email") <= 254),
  CONSTRAINT "users_role_check" CHECK ("role" IN ('user', 'admin')),
  CONSTRAINT "users_status_check" CHECK ("status" IN ('active', 'inactive')),
  CONSTRAINT "users_version_check" CHECK ("version" >= 1),
  CONSTRAINT "users_creation_key_check" CHECK (char_length("creation_key") BETWEEN 1 AND 255)
);

-- Each order that a page of users can have, with the id that breaks its ties. The unique index serves the e-mail.
CREATE UNIQUE INDEX "users_email_key" ON "users"("email");
CREATE UNIQUE INDEX "users_creation_key_key" ON "users"("creation_key");
CREATE INDEX "users_name_id_idx" ON "users"("name", "id");
CREATE INDEX "users_created_at_id_idx" ON "users"("created_at", "id");
CREATE INDEX "users_updated_at_id_idx" ON "users"("updated_at", "id");

CREATE TRIGGER "users_version_grows" BEFORE UPDATE ON "users"
  FOR EACH ROW EXECUTE FUNCTION "refuse_same_version"();
