-- What happened to which row, written by triggers in the transaction that changes the row: whoever writes, and with
-- whatever statement, the row and its entry are committed together or not at all.
CREATE TABLE "changes" (
  "seq" BIGINT GENERATED ALWAYS AS IDENTITY,
  -- Numbers are taken before their transactions commit: who follows the log stops before the oldest that is running.
  "xid" XID8 NOT NULL DEFAULT pg_current_xact_id(),
  "entity" TEXT COLLATE "C" NOT NULL,
  "entity_id" TEXT COLLATE "C" NOT NULL,
  -- What the row came to; for a deletion one more than it had, so that the last word on a row has its highest version.
  "version" INTEGER NOT NULL,
  "kind" TEXT COLLATE "C" NOT NULL,
  -- The columns that an update changed, by name only: the log outlives rows, and personal data must not.
  "fields" TEXT[] COLLATE "C" NOT NULL,
  -- What was written into those columns of which the table's trigger says that they tell of no person.
  "kept" JSONB NOT NULL,
  -- The id of a user, 'system' for the program itself, or 'anonymous'.
  "actor" TEXT COLLATE "C" NOT NULL,
  "request_id" TEXT COLLATE "C",
  "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

  CONSTRAINT "changes_pkey" PRIMARY KEY ("seq"),
  CONSTRAINT "changes_kind_check" CHECK ("kind" IN ('create', 'update', 'delete'))
);

CREATE INDEX "changes_entity_id_idx" ON "changes"("entity", "entity_id", "seq");
CREATE INDEX "changes_at_idx" ON "changes"("at");

-- Every table of entities gets these triggers, with the names of the columns whose values the log may keep. They run
-- once for a statement, however many rows it writes.
CREATE FUNCTION "log_changes"() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  who TEXT := nullif(current_setting('myapp.actor', true), '');
  request TEXT := nullif(current_setting('myapp.request_id', true), '');
BEGIN
  IF who IS NULL THEN
    RAISE EXCEPTION 'Rows of % are written in a unit of work only: it says who acts', TG_TABLE_NAME
      USING ERRCODE = 'insufficient_privilege',
            HINT = 'In the application: unitOfWork(). By hand: SET myapp.actor = ''your name'' first.';
  END IF;
  IF TG_OP = 'INSERT' THEN
    INSERT INTO "changes" ("entity", "entity_id", "version", "kind", "fields", "kept", "actor", "request_id")
    SELECT TG_TABLE_NAME, "after"."id", "after"."version", 'create', '{}', "told"."kept", who, request
    FROM "new_rows" AS "after", LATERAL (
      SELECT coalesce(jsonb_object_agg(key, value), '{}') AS "kept"
      FROM jsonb_each(to_jsonb("after")) WHERE key = ANY (TG_ARGV)
    ) AS "told";
  ELSIF TG_OP = 'UPDATE' THEN
    INSERT INTO "changes" ("entity", "entity_id", "version", "kind", "fields", "kept", "actor", "request_id")
    SELECT TG_TABLE_NAME, "after"."id", "after"."version", 'update', "told"."fields", "told"."kept", who, request
    FROM "new_rows" AS "after" JOIN "old_rows" AS "before" USING ("id"), LATERAL (
      SELECT coalesce(array_agg("now".key ORDER BY "now".key), '{}') AS "fields",
        coalesce(jsonb_object_agg("now".key, "now".value) FILTER (WHERE "now".key = ANY (TG_ARGV)), '{}') AS "kept"
      FROM jsonb_each(to_jsonb("after")) AS "now" JOIN jsonb_each(to_jsonb("before")) AS "was" USING (key)
      WHERE "now".value <> "was".value AND key NOT IN ('version', 'updated_at')
    ) AS "told";
  ELSE
    INSERT INTO "changes" ("entity", "entity_id", "version", "kind", "fields", "kept", "actor", "request_id")
    SELECT TG_TABLE_NAME, "before"."id", "before"."version" + 1, 'delete', '{}', '{}', who, request
    FROM "old_rows" AS "before";
  END IF;
  RETURN NULL;
END
$$;

CREATE TRIGGER "users_log_inserts" AFTER INSERT ON "users" REFERENCING NEW TABLE AS "new_rows"
  FOR EACH STATEMENT EXECUTE FUNCTION "log_changes"('role', 'status');
CREATE TRIGGER "users_log_updates" AFTER UPDATE ON "users"
  REFERENCING OLD TABLE AS "old_rows" NEW TABLE AS "new_rows"
  FOR EACH STATEMENT EXECUTE FUNCTION "log_changes"('role', 'status');
CREATE TRIGGER "users_log_deletes" AFTER DELETE ON "users" REFERENCING OLD TABLE AS "old_rows"
  FOR EACH STATEMENT EXECUTE FUNCTION "log_changes"();

-- What would go around the log.
CREATE FUNCTION "refuse"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '%', TG_ARGV[0] USING ERRCODE = 'insufficient_privilege';
END
$$;

CREATE TRIGGER "users_keep_their_ids" BEFORE UPDATE ON "users"
  FOR EACH ROW WHEN (OLD."id" <> NEW."id") EXECUTE FUNCTION "refuse"('The id of a user never changes');
CREATE TRIGGER "users_are_not_truncated" BEFORE TRUNCATE ON "users"
  FOR EACH STATEMENT EXECUTE FUNCTION "refuse"('Users are deleted, not truncated: the change log tells of each');

-- What was written stays as it was written, until it is a year old and may be cleaned up.
CREATE FUNCTION "refuse_rewriting"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    IF OLD."at" < CURRENT_TIMESTAMP - INTERVAL '365 days' THEN RETURN OLD; END IF;
  END IF;
  RAISE EXCEPTION 'Entries of % are neither changed nor removed before they are a year old', TG_TABLE_NAME
    USING ERRCODE = 'insufficient_privilege';
END
$$;

CREATE TRIGGER "changes_stay" BEFORE UPDATE OR DELETE ON "changes"
  FOR EACH ROW EXECUTE FUNCTION "refuse_rewriting"();
CREATE TRIGGER "changes_stay_whole" BEFORE TRUNCATE ON "changes"
  FOR EACH STATEMENT EXECUTE FUNCTION "refuse_rewriting"();
