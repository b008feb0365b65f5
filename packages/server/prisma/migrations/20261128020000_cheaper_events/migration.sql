-- As before, but for two things. An event that is there already is looked for by whoever may try again, where it was
-- looked for with each event that anybody writes; the id's index refuses what is written twice all the same. And here it
-- is told that a history goes on, where a trigger of statements collected the rows of each, of whatever stream. Events
-- that stand for a change of the user's row are left out: of the row it is told already.
--
-- Of the statements below none leaves the planner a choice, so none can be slow for having been planned while the table
-- was small.
CREATE OR REPLACE FUNCTION "stamp_event"() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  expected INTEGER := NEW."version";
  own BIGINT := pg_current_xact_id()::text::bigint;
  clock TEXT := current_setting('myapp.event_clock', true);
BEGIN
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
  IF NEW."stream" = 'user' AND NOT NEW."data" ? 'rowVersion' THEN
    PERFORM pg_notify('changes', json_build_object(
      'table', 'history', 'ids', json_build_array(NEW."stream_id")
    )::text);
  END IF;
  RETURN NEW;
END
$$;

DROP TRIGGER "events_announce_inserts" ON "events";
DROP FUNCTION "announce_histories"();
