-- Somebody has to be left who can let others in. Whoever writes, and with whatever statement: an active admin is demoted,
-- deactivated or deleted only while there is another one.
CREATE FUNCTION "keep_an_admin"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  -- Two who act on each other at the same instant would each see the other one stay, so one waits for the other here,
  -- until that one's transaction has ended. A snapshot that was taken before the wait would still show who has gone.
  IF current_setting('transaction_isolation') <> 'read committed' THEN
    RAISE EXCEPTION 'An admin can be taken away in a transaction that is read committed only'
      USING ERRCODE = 'invalid_transaction_state';
  END IF;
  PERFORM pg_advisory_xact_lock(72707371);
  PERFORM FROM "users" WHERE "role" = 'admin' AND "status" = 'active' AND "id" <> OLD."id" LIMIT 1;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'The last active admin has to stay' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NULL;
END
$$;

CREATE TRIGGER "users_keep_an_admin_changed" AFTER UPDATE ON "users"
  FOR EACH ROW
  WHEN (OLD."role" = 'admin' AND OLD."status" = 'active' AND (NEW."role" <> 'admin' OR NEW."status" <> 'active'))
  EXECUTE FUNCTION "keep_an_admin"();
CREATE TRIGGER "users_keep_an_admin_deleted" AFTER DELETE ON "users"
  FOR EACH ROW
  WHEN (OLD."role" = 'admin' AND OLD."status" = 'active')
  EXECUTE FUNCTION "keep_an_admin"();
