import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { figuresOf } from '../../../scripts/figures.fixture';
import { openTestServerDatabase, type TestServerDatabase } from '../database/testing';
import { raceWriters, retryAppends, rewriteThePast } from './append-races.fixture';
import { killProjector } from './killed-projector.fixture';
import { overtake } from './slow-transactions.fixture';
import { meetUnknownEvents } from './unknown-events.fixture';

let database: TestServerDatabase;
beforeAll(async () => {
  database = await openTestServerDatabase({ maxConnections: 34 });
});
afterAll(() => database.close());

describe('events on a PostgreSQL server', () => {
  const figures = figuresOf('events, short');

  it('of thirty-two writers at one version, one appends and the others are told', async () => {
    await raceWriters(figures, 10);
    expect(figures.violations).toEqual([]);
  });

  it('an append that is tried again answers the same, and is made once', async () => {
    await retryAppends(figures, 10);
    expect(figures.violations).toEqual([]);
  });

  it('of a transaction that was overtaken, none is missed', async () => {
    await overtake(figures, 15);
    expect(figures.violations).toEqual([]);
  });

  it('a projection that is killed before it says how far it is comes to what it is when it is made anew', async () => {
    await killProjector(figures, { url: database.url, kills: 2 });
    expect(figures.violations).toEqual([]);
  });

  it('a projection stands before what it does not know', async () => {
    await meetUnknownEvents(figures, 5);
    expect(figures.violations).toEqual([]);
  });

  it('the past is not rewritten', async () => {
    await rewriteThePast(figures, 10);
    expect(figures.violations).toEqual([]);
  });

  it('for many that one statement writes nothing is searched, also when the table was small before', async () => {
    const rows = 500;
    const client = new pg.Client(database.url);
    await client.connect();
    onTestFinished(() => client.end());
    await client.query("SET myapp.actor = 'system'");
    await client.query('VACUUM ANALYZE events');
    const before = await scansOfEvents(client);
    await client.query(`INSERT INTO users (id, name, email, role, updated_at)
      SELECT gen_random_uuid(), 'Ada', gen_random_uuid() || '@example.org', 'user', now() FROM generate_series(1, ${rows})`);
    const after = await scansOfEvents(client);
    expect(after.byId - before.byId).toBeLessThan(10);
    expect(after.byStream - before.byStream).toBeLessThan(10);
    expect(after.whole - before.whole).toBeLessThan(10);
  });

  it('whether somebody signs in from elsewhere is looked up, however often they did before', async () => {
    const client = new pg.Client(database.url);
    await client.connect();
    onTestFinished(() => client.end());
    await client.query("SET myapp.actor = 'system'");
    const { rows } = await client.query(`INSERT INTO users (id, name, email, role, updated_at)
      VALUES (gen_random_uuid(), 'Ada', gen_random_uuid() || '@example.org', 'user', now()) RETURNING id`);
    const signIn = (count: number) =>
      client.query(
        `INSERT INTO sessions (id, user_id, token, ip_address, expires_at, updated_at)
         SELECT gen_random_uuid(), $1, gen_random_uuid(), '192.0.2.' || n % 250, now(), now()
         FROM generate_series(1, $2::int) AS n`,
        [rows[0].id, count],
      );
    await signIn(1000);
    await client.query('VACUUM ANALYZE events');
    const before = await scansOfEvents(client);
    await signIn(50);
    const after = await scansOfEvents(client);
    expect(after.entries - before.entries).toBeLessThan(50 * 20); // and not all thousand for each
    expect(after.whole - before.whole).toBeLessThan(10);
  });
});

/** How often the table of events was searched so far: by the index of ids, by one of streams, or from end to end; and entries read. */
async function scansOfEvents(client: pg.Client) {
  await client.query('SELECT pg_stat_force_next_flush()');
  const { rows } = await client.query<Record<'byId' | 'byStream' | 'entries' | 'whole', number>>(`
    SELECT sum(idx_scan) FILTER (WHERE indexrelname = 'events_id_key')::int AS "byId",
      coalesce(sum(idx_scan) FILTER (WHERE indexrelname LIKE 'events_stream%'), 0)::int AS "byStream",
      sum(idx_tup_read)::int AS "entries",
      (SELECT seq_scan FROM pg_stat_user_tables WHERE relname = 'events')::int AS "whole"
    FROM pg_stat_user_indexes WHERE relname = 'events'`);
  const [scans] = rows;
  if (!scans) throw new Error('The server keeps no statistics');
  return scans;
}
