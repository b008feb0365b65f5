-- Sign-in: the tables of better-auth beside "users", which is its table of users too: one person is one row.

ALTER TABLE "users" ADD COLUMN "email_verified" BOOLEAN NOT NULL DEFAULT false;

CREATE TABLE "sessions" (
  "id" TEXT COLLATE "C" NOT NULL,
  "user_id" TEXT COLLATE "C" NOT NULL,
  "token" TEXT COLLATE "C" NOT NULL,
  -- A session with a name is an API token: it was made for a script, and its holder gave it the name.
  "name" TEXT COLLATE "C",
  "ip_address" TEXT COLLATE "C",
  "user_agent" TEXT COLLATE "C",
  "expires_at" TIMESTAMPTZ(3) NOT NULL,
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

  CONSTRAINT "sessions_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "sessions_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE,
  CONSTRAINT "sessions_name_check" CHECK (char_length("name") BETWEEN 1 AND 100)
);

CREATE UNIQUE INDEX "sessions_token_key" ON "sessions"("token");
CREATE INDEX "sessions_user_id_created_at_idx" ON "sessions"("user_id", "created_at");
CREATE INDEX "sessions_expires_at_idx" ON "sessions"("expires_at");

CREATE TABLE "accounts" (
  "id" TEXT COLLATE "C" NOT NULL,
  "user_id" TEXT COLLATE "C" NOT NULL,
  "provider_id" TEXT COLLATE "C" NOT NULL,
  "account_id" TEXT COLLATE "C" NOT NULL,
  "password" TEXT COLLATE "C",
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

  CONSTRAINT "accounts_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "accounts_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE
);

CREATE UNIQUE INDEX "accounts_user_id_provider_id_key" ON "accounts"("user_id", "provider_id");

-- What proves an address: tokens of password resets, kept as digests.
CREATE TABLE "verifications" (
  "id" TEXT COLLATE "C" NOT NULL,
  "identifier" TEXT COLLATE "C" NOT NULL,
  "value" TEXT COLLATE "C" NOT NULL,
  "expires_at" TIMESTAMPTZ(3) NOT NULL,
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

  CONSTRAINT "verifications_pkey" PRIMARY KEY ("id")
);

CREATE INDEX "verifications_identifier_idx" ON "verifications"("identifier");
CREATE INDEX "verifications_value_idx" ON "verifications"("value");
CREATE INDEX "verifications_expires_at_idx" ON "verifications"("expires_at");

-- Whoever writes the row, and in the same transaction: who may not sign in has no session, and a new address is not
-- proven by what was sent to the old one.
CREATE FUNCTION "end_access_of_users"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    DELETE FROM "verifications" WHERE "value" = OLD."id";
    RETURN OLD;
  END IF;
  IF NEW."status" <> 'active' THEN
    DELETE FROM "sessions" WHERE "user_id" = NEW."id";
    DELETE FROM "verifications" WHERE "value" = NEW."id";
  END IF;
  IF NEW."email" <> OLD."email" THEN
    NEW."email_verified" := false;
    DELETE FROM "verifications" WHERE "value" = NEW."id";
  END IF;
  RETURN NEW;
END
$$;

CREATE TRIGGER "users_end_access" BEFORE UPDATE OF "status", "email" OR DELETE ON "users"
  FOR EACH ROW EXECUTE FUNCTION "end_access_of_users"();
