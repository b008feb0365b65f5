-- Whoever opens a session holds the user's row first, as those do who end sessions, change the status or set a password.
-- So they come one after the other, and who comes later sees what the one before has done: a session that was not yet
-- committed while all others were ended would stay, and so would one of a user who was active a moment ago.
CREATE FUNCTION "open_sessions_in_turn"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM FROM "users" WHERE "id" = NEW."user_id" AND "status" = 'active' FOR NO KEY UPDATE;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'Who is not active has no session' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END
$$;

CREATE TRIGGER "sessions_open_in_turn" BEFORE INSERT ON "sessions"
  FOR EACH ROW EXECUTE FUNCTION "open_sessions_in_turn"();
