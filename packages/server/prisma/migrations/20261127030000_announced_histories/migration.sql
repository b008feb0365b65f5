-- Pages that show a history hear that it goes on; the stream of an account has the id of its user.
CREATE TRIGGER "events_announce_inserts" AFTER INSERT ON "events" REFERENCING NEW TABLE AS "new_rows"
  FOR EACH STATEMENT EXECUTE FUNCTION "announce_changes"('history', 'stream_id');
