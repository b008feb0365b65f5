-- Tells whoever listens, in every process, which rows were written, when the transaction that wrote them commits.
-- It says which, not what: who hears it asks for what they may know. Not ids of a statement that wrote many.
-- Arguments, where they are not the table itself and its id: what is said to have changed, and the column that tells of
-- it. A third: the column of those for whom rows are kept, where what is the system's own is not told of.
CREATE FUNCTION "announce_changes"() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  subject TEXT := coalesce(TG_ARGV[0], TG_TABLE_NAME);
  key TEXT := coalesce(TG_ARGV[1], 'id');
  owner TEXT := TG_ARGV[2];
  written TEXT[];
  -- Of the rows that are looked at; the ids that were found may be fewer, and those of the others unknown.
  seen INTEGER;
BEGIN
  IF TG_OP = 'DELETE' THEN
    SELECT array_agg(DISTINCT "id"), count(*) INTO written, seen FROM (
      SELECT to_jsonb("row") ->> key AS "id" FROM "old_rows" AS "row"
      WHERE owner IS NULL OR to_jsonb("row") ->> owner <> 'system' LIMIT 101
    ) AS "some";
  ELSE
    SELECT array_agg(DISTINCT "id"), count(*) INTO written, seen FROM (
      SELECT to_jsonb("row") ->> key AS "id" FROM "new_rows" AS "row"
      WHERE owner IS NULL OR to_jsonb("row") ->> owner <> 'system' LIMIT 101
    ) AS "some";
  END IF;
  IF written IS NOT NULL THEN
    PERFORM pg_notify('changes', json_build_object(
      'table', subject, 'ids', CASE WHEN seen <= 100 THEN written END
    )::text);
  END IF;
  RETURN NULL;
END
$$;

CREATE TRIGGER "users_announce_inserts" AFTER INSERT ON "users" REFERENCING NEW TABLE AS "new_rows"
  FOR EACH STATEMENT EXECUTE FUNCTION "announce_changes"();
CREATE TRIGGER "users_announce_updates" AFTER UPDATE ON "users" REFERENCING NEW TABLE AS "new_rows"
  FOR EACH STATEMENT EXECUTE FUNCTION "announce_changes"();
CREATE TRIGGER "users_announce_deletes" AFTER DELETE ON "users" REFERENCING OLD TABLE AS "old_rows"
  FOR EACH STATEMENT EXECUTE FUNCTION "announce_changes"();

-- A session that has ended: whoever holds its sockets closes them.
CREATE TRIGGER "sessions_announce_deletes" AFTER DELETE ON "sessions" REFERENCING OLD TABLE AS "old_rows"
  FOR EACH STATEMENT EXECUTE FUNCTION "announce_changes"();
