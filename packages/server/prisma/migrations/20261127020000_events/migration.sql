-- What happened, in streams of events: the history of each user, which is the audit log, and whatever aggregates come.

-- Transactions are ordered by their ids, which a database that was restored on another server no longer agrees with:
-- there they may be smaller than those of events that were written before. What is added to them makes up for it.
CREATE TABLE "event_clock" (
  "id" BOOLEAN NOT NULL DEFAULT true,
  "ahead" BIGINT NOT NULL DEFAULT 0,

  CONSTRAINT "event_clock_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "event_clock_id_check" CHECK ("id")
);
INSERT INTO "event_clock" DEFAULT VALUES;

-- The end of each stream. Its row is what writers of one stream wait for.
CREATE TABLE "event_streams" (
  "stream" TEXT COLLATE "C" NOT NULL,
  "stream_id" TEXT COLLATE "C" NOT NULL,
  "version" INTEGER NOT NULL,
  "transaction" BIGINT NOT NULL,
  "at" TIMESTAMPTZ(3) NOT NULL,

  CONSTRAINT "event_streams_pkey" PRIMARY KEY ("stream", "stream_id")
) WITH (fillfactor = 60);

CREATE SEQUENCE "events_position_seq";

CREATE TABLE "events" (
  -- All events in the order of (transaction, position): see "stamp_event".
  "position" BIGINT NOT NULL,
  "transaction" BIGINT NOT NULL,
  "stream" TEXT COLLATE "C" NOT NULL,
  "stream_id" TEXT COLLATE "C" NOT NULL,
  "version" INTEGER NOT NULL,
  "id" TEXT COLLATE "C" NOT NULL,
  "type" TEXT COLLATE "C" NOT NULL,
  "schema_version" INTEGER NOT NULL,
  "data" JSONB NOT NULL,
  -- What tells of a person: it goes when they go.
  "personal" JSONB,
  -- The id of a user, 'system' for the program itself, or 'anonymous'.
  "actor" TEXT COLLATE "C" NOT NULL,
  "request_id" TEXT COLLATE "C",
  "at" TIMESTAMPTZ(3) NOT NULL,

  CONSTRAINT "events_pkey" PRIMARY KEY ("position"),
  CONSTRAINT "events_version_check" CHECK ("version" >= 1),
  CONSTRAINT "events_schema_version_check" CHECK ("schema_version" >= 1),
  CONSTRAINT "events_id_check" CHECK (char_length("id") BETWEEN 1 AND 64)
);
ALTER SEQUENCE "events_position_seq" OWNED BY "events"."position";

CREATE UNIQUE INDEX "events_id_key" ON "events"("id");
CREATE UNIQUE INDEX "events_stream_version_key" ON "events"("stream", "stream_id", "version");
CREATE INDEX "events_transaction_position_idx" ON "events"("transaction", "position");
CREATE INDEX "events_stream_at_idx" ON "events"("stream", "at", "id");
CREATE INDEX "events_actor_idx" ON "events"("actor", "position");

-- States of streams after some of their events: a way to read less, and nothing else.
CREATE TABLE "event_snapshots" (
  "stream" TEXT COLLATE "C" NOT NULL,
  "stream_id" TEXT COLLATE "C" NOT NULL,
  "version" INTEGER NOT NULL,
  "state_version" INTEGER NOT NULL,
  "state" JSONB NOT NULL,
  "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

  CONSTRAINT "event_snapshots_pkey" PRIMARY KEY ("stream", "stream_id")
);

-- How far each projection has come: changed in the transactions of what it makes.
CREATE TABLE "projections" (
  "name" TEXT COLLATE "C" NOT NULL,
  "version" INTEGER NOT NULL,
  "transaction" BIGINT NOT NULL DEFAULT 0,
  "position" BIGINT NOT NULL DEFAULT 0,
  -- Why it has stopped before an event that it does not know.
  "halted" TEXT COLLATE "C",
  "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

  CONSTRAINT "projections_pkey" PRIMARY KEY ("name")
);

-- A projection of the histories of users: what a page shows of each without reading all of it.
CREATE TABLE "account_activity" (
  "user_id" TEXT COLLATE "C" NOT NULL,
  "events" INTEGER NOT NULL,
  "changes" INTEGER NOT NULL,
  "last_changed_at" TIMESTAMPTZ(3),
  "last_changed_by" TEXT COLLATE "C",
  "sign_ins" INTEGER NOT NULL,
  "last_signed_in_at" TIMESTAMPTZ(3),

  CONSTRAINT "account_activity_pkey" PRIMARY KEY ("user_id")
);

-- What has to be added to a transaction's id for it to come after all that was written on other servers. An event of a
-- transaction that this server has not begun yet is the sign that the database came from another one.
CREATE FUNCTION "event_clock_ahead"() RETURNS BIGINT LANGUAGE plpgsql AS $$
DECLARE
  known BIGINT;
  newest BIGINT;
  unbegun BIGINT;
BEGIN
  -- In one statement, for all of it to be of one moment: what is seen of others has ended before it.
  SELECT "ahead", (SELECT max("transaction") FROM "events"), greatest(
    pg_snapshot_xmax(pg_current_snapshot())::text::bigint,
    coalesce(pg_current_xact_id_if_assigned()::text::bigint, 0) + 1
  ) INTO known, newest, unbegun FROM "event_clock";
  IF newest >= known + unbegun THEN
    UPDATE "event_clock" SET "ahead" = newest + 1 WHERE "ahead" = known;
    SELECT "ahead" INTO known FROM "event_clock";
  END IF;
  RETURN known;
END
$$;

-- Version, order and time of an event are the database's own, whoever writes it and whatever they say; so is its
-- author, unless the database itself knows better. A version that is given is the one that is expected.
--
-- Positions are taken while the end of the stream is held, so that they grow within a stream. Those of other streams
-- are committed in whatever order their transactions end, so a reader that only remembered a position would miss what
-- a slower transaction commits below it. Hence the transaction comes first: all of those that began before the oldest
-- that is running have ended, and nothing can come among them any more. An event that follows one of a transaction
-- that began later counts as of that one: no stream is ever read out of its order.
--
-- The plan of its look-up is made once, maybe while the table is empty, and serves a statement that writes 100,000: it
-- has to be by the id's own index, or the time of such a statement grows with its square.
CREATE FUNCTION "stamp_event"() RETURNS trigger LANGUAGE plpgsql SET enable_seqscan = off AS $$
DECLARE
  expected INTEGER := NEW."version";
  own BIGINT := pg_current_xact_id()::text::bigint;
  clock TEXT := current_setting('myapp.event_clock', true);
BEGIN
  -- An event that is there already, just as it is: whoever tries again writes nothing. Under the id of another one it is
  -- refused below.
  IF EXISTS (
    SELECT FROM (SELECT * FROM "events" WHERE "id" = NEW."id" OFFSET 0) AS "known"
    WHERE "stream" = NEW."stream" AND "stream_id" = NEW."stream_id" AND "type" = NEW."type" AND "data" = NEW."data"
      AND ("personal" IS NULL OR "personal" = NEW."personal")
  ) THEN
    RETURN NULL;
  END IF;
  -- Looked at once in a session for each table of events that it meets: a database that is restored has another one.
  IF split_part(clock, ' ', 1) = TG_RELID::text THEN
    own := own + split_part(clock, ' ', 2)::bigint;
  ELSE
    clock := "event_clock_ahead"()::text;
    PERFORM set_config('myapp.event_clock', TG_RELID || ' ' || clock, false);
    own := own + clock::bigint;
  END IF;
  INSERT INTO "event_streams" AS "known" ("stream", "stream_id", "version", "transaction", "at")
  VALUES (NEW."stream", NEW."stream_id", 1, own, clock_timestamp())
  ON CONFLICT ("stream", "stream_id") DO UPDATE SET
    "version" = "known"."version" + 1,
    "transaction" = greatest("known"."transaction", own),
    "at" = greatest("known"."at", clock_timestamp())
  RETURNING "version", "transaction", "at" INTO NEW."version", NEW."transaction", NEW."at";
  IF expected <> NEW."version" THEN
    RAISE EXCEPTION 'The stream has come to version %, not %', NEW."version" - 1, expected - 1
      USING ERRCODE = 'restrict_violation';
  END IF;
  NEW."position" := nextval('events_position_seq');
  NEW."actor" := coalesce(NEW."actor", nullif(current_setting('myapp.actor', true), ''));
  NEW."request_id" := coalesce(NEW."request_id", nullif(current_setting('myapp.request_id', true), ''));
  IF NEW."actor" IS NULL THEN
    RAISE EXCEPTION 'Events are written in a unit of work only: it says who acts'
      USING ERRCODE = 'insufficient_privilege',
            HINT = 'In the application: unitOfWork(). By hand: SET myapp.actor = ''your name'' first.';
  END IF;
  RETURN NEW;
END
$$;

CREATE TRIGGER "events_stamp" BEFORE INSERT ON "events"
  FOR EACH ROW EXECUTE FUNCTION "stamp_event"();

-- What happened has happened. Only the personal part goes, once the stream says that its person has gone.
CREATE FUNCTION "refuse_other_past"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' THEN
    IF NEW."personal" IS NULL AND to_jsonb(NEW) - 'personal' = to_jsonb(OLD) - 'personal' AND EXISTS (
      SELECT FROM "events" WHERE "stream" = OLD."stream" AND "stream_id" = OLD."stream_id"
        AND "type" = 'deleted' AND "version" >= OLD."version"
    ) THEN
      RETURN NEW;
    END IF;
  END IF;
  RAISE EXCEPTION 'Events are neither changed nor removed' USING ERRCODE = 'insufficient_privilege';
END
$$;

CREATE TRIGGER "events_stay" BEFORE UPDATE OR DELETE ON "events"
  FOR EACH ROW EXECUTE FUNCTION "refuse_other_past"();
CREATE TRIGGER "events_stay_whole" BEFORE TRUNCATE ON "events"
  FOR EACH STATEMENT EXECUTE FUNCTION "refuse"('Events are neither changed nor removed');
CREATE TRIGGER "event_streams_stay" BEFORE DELETE OR TRUNCATE ON "event_streams"
  FOR EACH STATEMENT EXECUTE FUNCTION "refuse"('The ends of streams are not removed');
CREATE TRIGGER "event_streams_grow" BEFORE UPDATE ON "event_streams"
  FOR EACH ROW WHEN (NEW."version" <> OLD."version" + 1 OR NEW."transaction" < OLD."transaction")
  EXECUTE FUNCTION "refuse"('A stream grows by one event at a time');

-- Appends to a stream, or tells where the same events, by their ids, already are. Fewer rows than events were given:
-- the stream has come to another version than the expected one (NULL expects none), or ids are those of other events.
CREATE FUNCTION "append_events"(
  "to_stream" TEXT, "to_stream_id" TEXT, "expected" INTEGER, "given" JSONB, "by" TEXT, "asked" TEXT
) RETURNS TABLE ("event_id" TEXT, "event_version" INTEGER, "event_position" BIGINT, "event_transaction" BIGINT)
LANGUAGE plpgsql AS $$
DECLARE
  reached INTEGER;
BEGIN
  SELECT "version" INTO reached FROM "event_streams"
    WHERE "stream" = "to_stream" AND "stream_id" = "to_stream_id" FOR UPDATE;
  IF NOT FOUND THEN
    IF "expected" > 0 THEN RETURN; END IF;
    -- So that there is an end to hold: who makes the stream at this moment is waited for here.
    INSERT INTO "event_streams" ("stream", "stream_id", "version", "transaction", "at")
      VALUES ("to_stream", "to_stream_id", 0, 0, clock_timestamp()) ON CONFLICT DO NOTHING;
    SELECT "version" INTO reached FROM "event_streams"
      WHERE "stream" = "to_stream" AND "stream_id" = "to_stream_id" FOR UPDATE;
  END IF;
  -- By the index, event by event, whatever the planner thinks of a table that it has not met yet.
  PERFORM FROM jsonb_array_elements("given") AS "one", LATERAL (
    SELECT FROM "events" WHERE "events"."id" = "one"->>'id' OFFSET 0
  ) AS "taken";
  IF FOUND THEN
    RETURN QUERY
      SELECT "known"."id", "known"."version", "known"."position", "known"."transaction"
      FROM jsonb_array_elements("given") AS "one", LATERAL (
        SELECT * FROM "events" WHERE "events"."id" = "one"->>'id' OFFSET 0
      ) AS "known"
      WHERE "known"."stream" = "to_stream" AND "known"."stream_id" = "to_stream_id"
        AND "known"."type" = "one"->>'type' AND "known"."data" = "one"->'data'
        AND ("known"."personal" IS NULL OR "known"."personal" = "one"->'personal')
      ORDER BY "known"."version";
  ELSIF reached = "expected" OR "expected" IS NULL THEN
    RETURN QUERY
      INSERT INTO "events" AS "new" ("id", "stream", "stream_id", "type", "schema_version", "data", "personal", "actor",
        "request_id")
      SELECT "one"->>'id', "to_stream", "to_stream_id", "one"->>'type', ("one"->>'schemaVersion')::int,
        "one"->'data', nullif("one"->'personal', 'null'), "by", "asked"
      FROM jsonb_array_elements("given") WITH ORDINALITY AS "each"("one", "place") ORDER BY "place"
      RETURNING "new"."id", "new"."version", "new"."position", "new"."transaction";
  END IF;
END
$$;

-- The history of users is told by the tables themselves: whoever writes, and with whatever statement, the row and its
-- events are committed together or not at all. What a change comes to is decided as "decide" of the account has it in
-- the program; a test compares the two.
CREATE FUNCTION "tell_of_users"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    INSERT INTO "events" ("id", "stream", "stream_id", "type", "schema_version", "data", "personal")
    SELECT gen_random_uuid()::text, 'user', "id",
      CASE current_setting('myapp.origin', true) WHEN 'import' THEN 'imported' ELSE 'registered' END, 1,
      jsonb_build_object('rowVersion', "version", 'role', "role", 'status', "status"),
      jsonb_build_object('name', "name", 'email', "email")
    FROM "new_rows" ORDER BY "id";
  ELSIF TG_OP = 'UPDATE' THEN
    INSERT INTO "events" ("id", "stream", "stream_id", "type", "schema_version", "data", "personal")
    SELECT gen_random_uuid()::text, 'user', "after"."id", "told"."type", 1,
      jsonb_build_object('rowVersion', "after"."version") || "told"."data", "told"."personal"
    FROM "new_rows" AS "after" JOIN "old_rows" AS "before" USING ("id"), LATERAL (
      SELECT array_agg("now".key ORDER BY "now".key) AS "fields"
      FROM jsonb_each(to_jsonb("after")) AS "now" JOIN jsonb_each(to_jsonb("before")) AS "was" USING (key)
      WHERE "now".value <> "was".value AND key NOT IN ('version', 'updated_at')
        AND NOT (key = 'email_verified' AND "after"."email" <> "before"."email")
    ) AS "changed", LATERAL (
      SELECT coalesce("fields", '{}') AS "all",
        ARRAY(SELECT unnest("fields") EXCEPT SELECT unnest(ARRAY['name', 'email', 'role', 'status'])
          EXCEPT SELECT 'email_verified' WHERE "after"."email_verified" ORDER BY 1) AS "others"
    ) AS "left", LATERAL (VALUES
      (1, "after"."name" <> "before"."name", 'renamed', '{}'::jsonb,
        jsonb_build_object('from', "before"."name", 'to', "after"."name")),
      (2, "after"."email" <> "before"."email", 'email-changed', '{}',
        jsonb_build_object('from', "before"."email", 'to', "after"."email")),
      (3, 'email_verified' = ANY ("all") AND "after"."email_verified", 'email-proven', '{}', NULL),
      (4, 'role' = ANY ("all"), CASE "after"."role" WHEN 'admin' THEN 'promoted' ELSE 'demoted' END, '{}', NULL),
      (5, 'status' = ANY ("all"),
        CASE "after"."status" WHEN 'active' THEN 'reactivated' ELSE 'deactivated' END, '{}', NULL),
      (6, "all" = '{}' OR "others" <> '{}', 'updated', jsonb_build_object('fields', "others"), NULL)
    ) AS "told"("place", "holds", "type", "data", "personal")
    WHERE "told"."holds" ORDER BY "after"."id", "told"."place";
  ELSE
    INSERT INTO "events" ("id", "stream", "stream_id", "type", "schema_version", "data")
    SELECT gen_random_uuid()::text, 'user', "id", 'deleted', 1, jsonb_build_object('rowVersion', "version" + 1)
    FROM "old_rows" ORDER BY "id";
    UPDATE "events" SET "personal" = NULL
      WHERE "stream" = 'user' AND "stream_id" IN (SELECT "id" FROM "old_rows") AND "personal" IS NOT NULL;
    DELETE FROM "event_snapshots" WHERE "stream" = 'user' AND "stream_id" IN (SELECT "id" FROM "old_rows");
  END IF;
  RETURN NULL;
END
$$;

CREATE TRIGGER "users_tell_inserts" AFTER INSERT ON "users" REFERENCING NEW TABLE AS "new_rows"
  FOR EACH STATEMENT EXECUTE FUNCTION "tell_of_users"();
CREATE TRIGGER "users_tell_updates" AFTER UPDATE ON "users"
  REFERENCING OLD TABLE AS "old_rows" NEW TABLE AS "new_rows"
  FOR EACH STATEMENT EXECUTE FUNCTION "tell_of_users"();
CREATE TRIGGER "users_tell_deletes" AFTER DELETE ON "users" REFERENCING OLD TABLE AS "old_rows"
  FOR EACH STATEMENT EXECUTE FUNCTION "tell_of_users"();

-- Who acts where it is about somebody's own access: signing in, nobody is anybody yet.
CREATE FUNCTION "actor_or"("owner" TEXT) RETURNS TEXT LANGUAGE sql STABLE AS $$
  SELECT coalesce(nullif(nullif(current_setting('myapp.actor', true), ''), 'anonymous'), "owner")
$$;

-- The user's row is held before the end of the stream, as by those who change it: two who hold one each would wait for
-- each other.
CREATE FUNCTION "tell_of_sessions"() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  place JSONB := jsonb_build_object('ipAddress', NEW."ip_address", 'userAgent', NEW."user_agent");
BEGIN
  PERFORM FROM "users" WHERE "id" = NEW."user_id" FOR NO KEY UPDATE;
  IF NEW."name" IS NOT NULL THEN
    INSERT INTO "events" ("id", "stream", "stream_id", "type", "schema_version", "data", "personal", "actor")
    VALUES (gen_random_uuid()::text, 'user', NEW."user_id", 'token-created', 1, jsonb_build_object('expiresAt',
      to_char(NEW."expires_at" AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')),
      jsonb_build_object('name', NEW."name"), "actor_or"(NEW."user_id"));
  ELSE
    INSERT INTO "events" ("id", "stream", "stream_id", "type", "schema_version", "data", "personal", "actor")
    SELECT gen_random_uuid()::text, 'user', NEW."user_id", 'signed-in', 1, jsonb_build_object('elsewhere',
      bool_or(true) IS NOT NULL AND NOT coalesce(bool_or("personal" = place), false)),
      place, "actor_or"(NEW."user_id")
    FROM "events" WHERE "stream" = 'user' AND "stream_id" = NEW."user_id" AND "type" = 'signed-in';
  END IF;
  RETURN NULL;
END
$$;

CREATE TRIGGER "sessions_tell" AFTER INSERT ON "sessions"
  FOR EACH ROW EXECUTE FUNCTION "tell_of_sessions"();

CREATE FUNCTION "tell_of_passwords"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM FROM "users" WHERE "id" = NEW."user_id" FOR NO KEY UPDATE;
  INSERT INTO "events" ("id", "stream", "stream_id", "type", "schema_version", "data", "actor")
  VALUES (gen_random_uuid()::text, 'user', NEW."user_id", TG_ARGV[0], 1, '{}', "actor_or"(NEW."user_id"));
  RETURN NULL;
END
$$;

CREATE TRIGGER "accounts_tell_of_first_passwords" AFTER INSERT ON "accounts"
  FOR EACH ROW WHEN (NEW."password" IS NOT NULL) EXECUTE FUNCTION "tell_of_passwords"('password-set');
CREATE TRIGGER "accounts_tell_of_added_passwords" AFTER UPDATE ON "accounts"
  FOR EACH ROW WHEN (OLD."password" IS NULL AND NEW."password" IS NOT NULL)
  EXECUTE FUNCTION "tell_of_passwords"('password-set');
CREATE TRIGGER "accounts_tell_of_new_passwords" AFTER UPDATE ON "accounts"
  FOR EACH ROW WHEN (OLD."password" <> NEW."password") EXECUTE FUNCTION "tell_of_passwords"('password-changed');

-- Who was there before has a history from now on, which begins with who they are.
INSERT INTO "events" ("id", "stream", "stream_id", "type", "schema_version", "data", "personal", "actor")
SELECT gen_random_uuid()::text, 'user', "id", 'recorded', 1,
  jsonb_build_object('rowVersion', "version", 'role', "role", 'status', "status",
    'since', to_char("created_at" AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')),
  jsonb_build_object('name', "name", 'email', "email"), 'system'
FROM "users" ORDER BY "created_at", "id";
