-- The id of a user is given once, as their history is kept for ever: somebody else under the id of one who was deleted
-- would go on with that history, and a version known of the one would pass for a version of the other. It is refused as
-- an id that is in use is. After the row, since it is there that one waits for a delete which has not committed yet;
-- before the row is told of, since with that its own history begins. A session plans the statement once, which may be
-- while there are few histories: so it is left no choice.
CREATE FUNCTION "refuse_ids_of_deleted_users"() RETURNS trigger LANGUAGE plpgsql
  SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off AS $$
DECLARE
  used TEXT;
BEGIN
  SELECT "new_rows"."id" INTO used
  FROM "new_rows" JOIN "event_streams" ON "stream" = 'user' AND "stream_id" = "new_rows"."id" LIMIT 1;
  IF FOUND THEN
    RAISE EXCEPTION 'The id is that of a user who was deleted'
      USING ERRCODE = 'unique_violation', TABLE = 'users', CONSTRAINT = 'users_pkey',
            DETAIL = format('Key (id)=(%s) already exists.', used);
  END IF;
  RETURN NULL;
END
$$;

CREATE TRIGGER "users_are_new" AFTER INSERT ON "users" REFERENCING NEW TABLE AS "new_rows"
  FOR EACH STATEMENT EXECUTE FUNCTION "refuse_ids_of_deleted_users"();
