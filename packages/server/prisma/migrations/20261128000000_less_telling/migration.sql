-- Histories that somebody can look at are those of users: only of them it is told that they go on. Telling costs more than
-- the append itself, and whoever tells waits at the end of their transaction for all others who do.
CREATE FUNCTION "announce_histories"() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  written TEXT[];
  -- Of the rows that are looked at; the ids that were found may be fewer, and those of the others unknown.
  seen INTEGER;
BEGIN
  SELECT array_agg(DISTINCT "stream_id"), count(*) INTO written, seen FROM (
    SELECT "stream_id" FROM "new_rows" WHERE "stream" = 'user' LIMIT 101
  ) AS "some";
  IF written IS NOT NULL THEN
    PERFORM pg_notify('changes', json_build_object(
      'table', 'history', 'ids', CASE WHEN seen <= 100 THEN written END
    )::text);
  END IF;
  RETURN NULL;
END
$$;

DROP TRIGGER "events_announce_inserts" ON "events";
CREATE TRIGGER "events_announce_inserts" AFTER INSERT ON "events" REFERENCING NEW TABLE AS "new_rows"
  FOR EACH STATEMENT EXECUTE FUNCTION "announce_histories"();

-- Whether somebody signs in from elsewhere is found in the index, however often they have signed in before.
CREATE INDEX "events_sign_ins_idx" ON "events"("stream_id", md5("personal"::text))
  WHERE "stream" = 'user' AND "type" = 'signed-in';

CREATE OR REPLACE FUNCTION "tell_of_sessions"() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  place JSONB := jsonb_build_object('ipAddress', NEW."ip_address", 'userAgent', NEW."user_agent");
  known BOOLEAN;
BEGIN
  PERFORM FROM "users" WHERE "id" = NEW."user_id" FOR NO KEY UPDATE;
  IF NEW."name" IS NOT NULL THEN
    INSERT INTO "events" ("id", "stream", "stream_id", "type", "schema_version", "data", "personal", "actor")
    VALUES (gen_random_uuid()::text, 'user', NEW."user_id", 'token-created', 1, jsonb_build_object('expiresAt',
      to_char(NEW."expires_at" AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')),
      jsonb_build_object('name', NEW."name"), "actor_or"(NEW."user_id"));
  ELSE
    -- The first sign-in is from nowhere else.
    known := EXISTS (
      SELECT FROM "events" WHERE "stream" = 'user' AND "type" = 'signed-in' AND "stream_id" = NEW."user_id"
        AND md5("personal"::text) = md5(place::text) AND "personal" = place
    ) OR NOT EXISTS (
      SELECT FROM "events" WHERE "stream" = 'user' AND "type" = 'signed-in' AND "stream_id" = NEW."user_id"
    );
    INSERT INTO "events" ("id", "stream", "stream_id", "type", "schema_version", "data", "personal", "actor")
    VALUES (gen_random_uuid()::text, 'user', NEW."user_id", 'signed-in', 1,
      jsonb_build_object('elsewhere', NOT known), place, "actor_or"(NEW."user_id"));
  END IF;
  RETURN NULL;
END
$$;

-- Of the jobs of the system nobody is told, and that is to cost nothing: there may be very many. A trigger of rows is not
-- even begun for them, where one of statements has to look at each.
CREATE FUNCTION "announce_job"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('changes', json_build_object('table', 'jobs', 'ids', json_build_array(NEW."id"))::text);
  RETURN NULL;
END
$$;

DROP TRIGGER "jobs_announce_inserts" ON "jobs";
DROP TRIGGER "jobs_announce_updates" ON "jobs";
CREATE TRIGGER "jobs_announce" AFTER INSERT OR UPDATE ON "jobs"
  FOR EACH ROW WHEN (NEW."started_by" <> 'system') EXECUTE FUNCTION "announce_job"();
