-- Who is in a room is told with their name, and leaves it, or closes it, when they are deleted: whatever does that, the
-- rooms come to another version with it, and every process is told which, since nobody else tells those who are there.
CREATE FUNCTION "tell_rooms_of_users"() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  touched TEXT[];
BEGIN
  -- One order for all, so that two of them wait for each other in turn; and the rooms before what goes with the user.
  SELECT array_agg("id") INTO touched FROM (
    SELECT "id" FROM "rooms"
    WHERE "id" IN (SELECT "room_id" FROM "room_connections" WHERE "user_id" = OLD."id")
      OR (TG_OP = 'DELETE' AND "owner_id" = OLD."id")
    ORDER BY "id" FOR UPDATE
  ) AS "held";
  IF touched IS NOT NULL THEN
    UPDATE "rooms" SET "version" = "version" + 1, "updated_at" = CURRENT_TIMESTAMP WHERE "id" = ANY (touched);
    PERFORM pg_notify('changes', json_build_object(
      'table', 'room_members', 'ids', CASE WHEN cardinality(touched) <= 100 THEN touched END
    )::text);
  END IF;
  RETURN OLD;
END
$$;

CREATE TRIGGER "users_are_renamed_in_rooms" AFTER UPDATE OF "name" ON "users"
  FOR EACH ROW WHEN (OLD."name" <> NEW."name") EXECUTE FUNCTION "tell_rooms_of_users"();
-- Before: what goes with the user does not say any more where they were.
CREATE TRIGGER "users_leave_rooms" BEFORE DELETE ON "users"
  FOR EACH ROW EXECUTE FUNCTION "tell_rooms_of_users"();
