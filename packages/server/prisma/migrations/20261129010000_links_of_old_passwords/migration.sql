-- Links by which a password is chosen were sent for want of one. Once there is another password, whoever set it, none of
-- them opens anything: a link that somebody else has come by would take the account from who has just secured it.
CREATE FUNCTION "end_links_of_old_passwords"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM "verifications" WHERE "value" = NEW."user_id";
  RETURN NULL;
END
$$;

CREATE TRIGGER "accounts_end_links_of_first_passwords" AFTER INSERT ON "accounts"
  FOR EACH ROW WHEN (NEW."password" IS NOT NULL) EXECUTE FUNCTION "end_links_of_old_passwords"();
CREATE TRIGGER "accounts_end_links_of_new_passwords" AFTER UPDATE ON "accounts"
  FOR EACH ROW WHEN (OLD."password" IS DISTINCT FROM NEW."password")
  EXECUTE FUNCTION "end_links_of_old_passwords"();
