-- pg-boss sorts all messages that wait in a queue, each time that it takes some of them: the more there are, the longer
-- each takes. This index has them in that order already. It takes the place of pg-boss' own, which is by the time from
-- which on they may be taken.
--
-- The planner prefers to sort as long as it knows nothing of the table, because it thinks that hardly any message waits:
-- it is shown once what the table looks like when many do. Looking at an empty table later does not make it forget.
CREATE FUNCTION pgboss.keep_in_order("queue_name" TEXT) RETURNS VOID LANGUAGE plpgsql AS $$
DECLARE
  partition TEXT := 'j' || encode(sha224("queue_name"::bytea), 'hex');
BEGIN
  EXECUTE format('DROP INDEX IF EXISTS pgboss.%I', partition || '_i5');
  EXECUTE format(
    'CREATE INDEX %I ON pgboss.%I (name, priority DESC, created_on, id) INCLUDE (start_after) WHERE state < ''active''',
    partition || '_i5', partition
  );
  EXECUTE format('INSERT INTO pgboss.%I (name, state) SELECT %L, ''created'' FROM generate_series(1, 300)',
    partition, "queue_name");
  EXECUTE format('ANALYZE pgboss.%I', partition);
  EXECUTE format('DELETE FROM pgboss.%I WHERE name = %L AND data IS NULL AND created_on = now()', partition, "queue_name");
END
$$;

ALTER FUNCTION pgboss.create_queue(TEXT, JSON) RENAME TO create_plain_queue;
CREATE FUNCTION pgboss.create_queue("queue_name" TEXT, "options" JSON) RETURNS VOID LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM pgboss.queue WHERE "name" = "queue_name") THEN
    PERFORM pgboss.create_plain_queue("queue_name", "options");
    PERFORM pgboss.keep_in_order("queue_name");
  END IF;
END
$$;

SELECT pgboss.keep_in_order("name") FROM pgboss.queue;
