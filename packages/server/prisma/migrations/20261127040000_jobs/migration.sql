-- Jobs that go on in the background. A row is what is known of a job, and decides what may be done with it; that it
-- waits to be done is a message of pg-boss, whose tables are below.
CREATE TABLE "jobs" (
  "id" TEXT COLLATE "C" NOT NULL,
  -- The id of its definition, and the version of that which its payload is of.
  "type" TEXT COLLATE "C" NOT NULL,
  "type_version" INTEGER NOT NULL DEFAULT 1,
  "payload" JSONB NOT NULL,
  "label" TEXT COLLATE "C",
  "status" TEXT COLLATE "C" NOT NULL DEFAULT 'pending',
  "total_items" INTEGER NOT NULL DEFAULT 0,
  "processed_items" INTEGER NOT NULL DEFAULT 0,
  "created_items" INTEGER NOT NULL DEFAULT 0,
  "updated_items" INTEGER NOT NULL DEFAULT 0,
  "unchanged_items" INTEGER NOT NULL DEFAULT 0,
  "refused_items" INTEGER NOT NULL DEFAULT 0,
  "error" TEXT COLLATE "C",
  "cancelling" BOOLEAN NOT NULL DEFAULT false,
  -- The id of a user, or 'system'.
  "started_by" TEXT COLLATE "C" NOT NULL,
  -- One more each time that it is taken up: whoever holds an older one has lost it.
  "attempt" INTEGER NOT NULL DEFAULT 0,
  -- How often it was given up without having come any further.
  "failures" INTEGER NOT NULL DEFAULT 0,
  -- Until when whoever took it up may work on it, unless they say that they are alive.
  "lease_until" TIMESTAMPTZ(3),
  -- Where it goes on; committed with the effects that came before.
  "checkpoint" JSONB,
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "started_at" TIMESTAMPTZ(3),
  "resumed_at" TIMESTAMPTZ(3),
  "resumed_items" INTEGER NOT NULL DEFAULT 0,
  "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "finished_at" TIMESTAMPTZ(3),
  "version" INTEGER NOT NULL DEFAULT 1,

  CONSTRAINT "jobs_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "jobs_id_check" CHECK ("id" ~ '^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$'),
  CONSTRAINT "jobs_status_check" CHECK ("status" IN ('pending', 'running', 'completed', 'failed', 'cancelled')),
  CONSTRAINT "jobs_lease_until_check" CHECK (("status" = 'running') = ("lease_until" IS NOT NULL)),
  CONSTRAINT "jobs_processed_items_check" CHECK ("processed_items" BETWEEN 0 AND "total_items")
);

CREATE INDEX "jobs_created_at_id_idx" ON "jobs"("created_at", "id");
CREATE INDEX "jobs_lease_until_idx" ON "jobs"("lease_until") WHERE "status" = 'running';

CREATE TRIGGER "jobs_version_grows" BEFORE UPDATE OF "status", "processed_items", "cancelling" ON "jobs"
  FOR EACH ROW WHEN (NEW."version" <= OLD."version") EXECUTE FUNCTION "refuse_same_version"();

-- Progress that is told never goes back, whoever writes.
CREATE TRIGGER "jobs_get_on" BEFORE UPDATE OF "processed_items" ON "jobs"
  FOR EACH ROW WHEN (NEW."processed_items" < OLD."processed_items")
  EXECUTE FUNCTION "refuse"('The progress of a job never goes back');

-- Pages that show a job hear that it has got on. Not those of the system, of which there may be very many: announcing has
-- transactions wait for each other.
CREATE TRIGGER "jobs_announce_inserts" AFTER INSERT ON "jobs" REFERENCING NEW TABLE AS "new_rows"
  FOR EACH STATEMENT EXECUTE FUNCTION "announce_changes"('jobs', 'id', 'started_by');
CREATE TRIGGER "jobs_announce_updates" AFTER UPDATE ON "jobs" REFERENCING NEW TABLE AS "new_rows"
  FOR EACH STATEMENT EXECUTE FUNCTION "announce_changes"('jobs', 'id', 'started_by');

-- Items of a job that were refused, for its report: what they were, and why.
CREATE TABLE "job_refusals" (
  "job_id" TEXT COLLATE "C" NOT NULL,
  -- Counted from 1.
  "item" INTEGER NOT NULL,
  "code" TEXT COLLATE "C" NOT NULL,
  "errors" JSONB NOT NULL,
  "values" TEXT[] COLLATE "C" NOT NULL,

  CONSTRAINT "job_refusals_pkey" PRIMARY KEY ("job_id", "item"),
  CONSTRAINT "job_refusals_job_id_fkey" FOREIGN KEY ("job_id") REFERENCES "jobs"("id") ON DELETE CASCADE
);

-- Files that were sent, in pieces: any process can read one, and none has to hold it.
CREATE TABLE "uploads" (
  "id" TEXT COLLATE "C" NOT NULL,
  -- The job that it is for; before there is one, whoever sends it is not finished.
  "job_id" TEXT COLLATE "C",
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

  CONSTRAINT "uploads_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "uploads_job_id_fkey" FOREIGN KEY ("job_id") REFERENCES "jobs"("id") ON DELETE CASCADE
);

CREATE INDEX "uploads_job_id_idx" ON "uploads"("job_id");

CREATE TABLE "upload_chunks" (
  "upload_id" TEXT COLLATE "C" NOT NULL,
  "seq" INTEGER NOT NULL,
  "bytes" BYTEA NOT NULL,

  CONSTRAINT "upload_chunks_pkey" PRIMARY KEY ("upload_id", "seq"),
  CONSTRAINT "upload_chunks_upload_id_fkey" FOREIGN KEY ("upload_id") REFERENCES "uploads"("id") ON DELETE CASCADE
);

-- What follows is pg-boss's own, of its schema version 24: PgBoss.getConstructionPlans('pgboss'), without its
-- transaction. Here, it is applied with the rest, and the application needs no right to make tables while it runs.

CREATE SCHEMA IF NOT EXISTS pgboss;

CREATE TYPE pgboss.job_state AS ENUM (
  'created',
  'retry',
  'active',
  'completed',
  'cancelled',
  'failed'
);

CREATE TABLE pgboss.version (
  version int primary key,
  maintained_on timestamp with time zone,
  cron_on timestamp with time zone,
  monitored_on timestamp with time zone
);

CREATE TABLE pgboss.queue (
  name text,
  policy text,
  retry_limit int,
  retry_delay int,
  retry_backoff bool,
  expire_seconds int,
  retention_minutes int,
  dead_letter text REFERENCES pgboss.queue (name),
  partition_name text,
  created_on timestamp with time zone not null default now(),
  updated_on timestamp with time zone not null default now(),
  PRIMARY KEY (name)
);

CREATE TABLE pgboss.schedule (
  name text REFERENCES pgboss.queue ON DELETE CASCADE,
  cron text not null,
  timezone text,
  data jsonb,
  options jsonb,
  created_on timestamp with time zone not null default now(),
  updated_on timestamp with time zone not null default now(),
  PRIMARY KEY (name)
);

CREATE TABLE pgboss.subscription (
  event text not null,
  name text not null REFERENCES pgboss.queue ON DELETE CASCADE,
  created_on timestamp with time zone not null default now(),
  updated_on timestamp with time zone not null default now(),
  PRIMARY KEY(event, name)
);

CREATE TABLE pgboss.job (
  id uuid not null default gen_random_uuid(),
  name text not null,
  priority integer not null default(0),
  data jsonb,
  state pgboss.job_state not null default('created'),
  retry_limit integer not null default(2),
  retry_count integer not null default(0),
  retry_delay integer not null default(0),
  retry_backoff boolean not null default false,
  start_after timestamp with time zone not null default now(),
  started_on timestamp with time zone,
  singleton_key text,
  singleton_on timestamp without time zone,
  expire_in interval not null default interval '15 minutes',
  created_on timestamp with time zone not null default now(),
  completed_on timestamp with time zone,
  keep_until timestamp with time zone NOT NULL default now() + interval '14 days',
  output jsonb,
  dead_letter text,
  policy text
) PARTITION BY LIST (name);
ALTER TABLE pgboss.job ADD PRIMARY KEY (name, id);
CREATE TABLE pgboss.archive (LIKE pgboss.job);
ALTER TABLE pgboss.archive ADD PRIMARY KEY (name, id);
ALTER TABLE pgboss.archive ADD archived_on timestamptz NOT NULL DEFAULT now();
CREATE INDEX archive_i1 ON pgboss.archive(archived_on);

CREATE FUNCTION pgboss.create_queue(queue_name text, options json)
RETURNS VOID AS
$$
DECLARE
  table_name varchar := 'j' || encode(sha224(queue_name::bytea), 'hex');
  queue_created_on timestamptz;
BEGIN

  WITH q as (
  INSERT INTO pgboss.queue (
    name,
    policy,
    retry_limit,
    retry_delay,
    retry_backoff,
    expire_seconds,
    retention_minutes,
    dead_letter,
    partition_name
  )
  VALUES (
    queue_name,
    options->>'policy',
    (options->>'retryLimit')::int,
    (options->>'retryDelay')::int,
    (options->>'retryBackoff')::bool,
    (options->>'expireInSeconds')::int,
    (options->>'retentionMinutes')::int,
    options->>'deadLetter',
    table_name
  )
  ON CONFLICT DO NOTHING
  RETURNING created_on
  )
  SELECT created_on into queue_created_on from q;

  IF queue_created_on IS NULL THEN
    RETURN;
  END IF;

  EXECUTE format('CREATE TABLE pgboss.%I (LIKE pgboss.job INCLUDING DEFAULTS)', table_name);

  EXECUTE format('ALTER TABLE pgboss.%1$I ADD PRIMARY KEY (name, id)', table_name);
  EXECUTE format('ALTER TABLE pgboss.%1$I ADD CONSTRAINT q_fkey FOREIGN KEY (name) REFERENCES pgboss.queue (name) ON DELETE RESTRICT DEFERRABLE INITIALLY DEFERRED', table_name);
  EXECUTE format('ALTER TABLE pgboss.%1$I ADD CONSTRAINT dlq_fkey FOREIGN KEY (dead_letter) REFERENCES pgboss.queue (name) ON DELETE RESTRICT DEFERRABLE INITIALLY DEFERRED', table_name);
  EXECUTE format('CREATE UNIQUE INDEX %1$s_i1 ON pgboss.%1$I (name, COALESCE(singleton_key, '''')) WHERE state = ''created'' AND policy = ''short''', table_name);
  EXECUTE format('CREATE UNIQUE INDEX %1$s_i2 ON pgboss.%1$I (name, COALESCE(singleton_key, '''')) WHERE state = ''active'' AND policy = ''singleton''', table_name);
  EXECUTE format('CREATE UNIQUE INDEX %1$s_i3 ON pgboss.%1$I (name, state, COALESCE(singleton_key, '''')) WHERE state <= ''active'' AND policy = ''stately''', table_name);
  EXECUTE format('CREATE UNIQUE INDEX %1$s_i4 ON pgboss.%1$I (name, singleton_on, COALESCE(singleton_key, '''')) WHERE state <> ''cancelled'' AND singleton_on IS NOT NULL', table_name);
  EXECUTE format('CREATE INDEX %1$s_i5 ON pgboss.%1$I (name, start_after) INCLUDE (priority, created_on, id) WHERE state < ''active''', table_name);

  EXECUTE format('ALTER TABLE pgboss.%I ADD CONSTRAINT cjc CHECK (name=%L)', table_name, queue_name);
  EXECUTE format('ALTER TABLE pgboss.job ATTACH PARTITION pgboss.%I FOR VALUES IN (%L)', table_name, queue_name);
END;
$$
LANGUAGE plpgsql;

CREATE FUNCTION pgboss.delete_queue(queue_name text)
RETURNS VOID AS
$$
DECLARE
  table_name varchar;
BEGIN
  WITH deleted as (
    DELETE FROM pgboss.queue
    WHERE name = queue_name
    RETURNING partition_name
  )
  SELECT partition_name from deleted INTO table_name;

  EXECUTE format('DROP TABLE IF EXISTS pgboss.%I', table_name);
END;
$$
LANGUAGE plpgsql;
INSERT INTO pgboss.version(version) VALUES ('24');

SELECT pgboss.create_queue('import-users', '{"policy":"standard"}');
SELECT pgboss.create_queue('clean-up', '{"policy":"standard"}');
SELECT pgboss.create_queue('__pgboss__send-it', '{"policy":"standard"}');
