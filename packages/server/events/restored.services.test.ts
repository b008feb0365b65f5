import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { PGlite } from '@electric-sql/pglite';
import { afterEach, describe, expect, it } from 'vitest';
import { connectEmbedded } from '../database/embedded';
import { useConnection } from '../database/open';
import { openTestServerDatabase } from '../database/testing';
import type { Database } from '../db';
import { prisma } from '../db';
import { counted, counter } from './counter.fixture';
import { EventStore, type PlacedEvent, type Projection, rowsAfter, START, stepProjection } from './index';

const store = new EventStore(counter);
const streams = ['counter'];

let database: Database | undefined;
afterEach(() => database?.close());

/** All events, read as somebody reads who follows them. */
async function follow(seen: PlacedEvent[] = []): Promise<PlacedEvent[]> {
  for (;;) {
    const rows = await rowsAfter(seen.at(-1) ?? START, { streams, limit: 2 });
    if (rows.length === 0) return seen;
    seen.push(...rows);
  }
}

async function appendMany(count: number): Promise<void> {
  for (let n = 0; n < count; n++) await store.append(`${n % 3}`, [counted(1)]);
}

/** Reads until the watermark, which other databases of a server may hold back, has passed. */
async function followAll(count: number): Promise<PlacedEvent[]> {
  const seen = await follow();
  for (let patience = 0; patience < 500 && seen.length < count; patience++) {
    await new Promise((resolve) => setTimeout(resolve, 10));
    await follow(seen);
  }
  return seen;
}

const clock = async () => (await prisma.eventClock.findFirstOrThrow()).ahead;
const nextTransaction = async (): Promise<bigint> => {
  const [row] = await prisma.$queryRaw<[{ next: bigint }]>`
    SELECT pg_snapshot_xmax(pg_current_snapshot())::text::bigint AS next`;
  return row.next;
};

/** What `pg_dump` makes of a database of the server, as SQL, and a projection's checkpoint in it. */
async function dumpOfServer(events: number): Promise<{ sql: string; seen: PlacedEvent[] }> {
  const server = await openTestServerDatabase();
  try {
    await appendMany(events);
    const seen = await followAll(events);
    const last = seen.at(-1);
    await prisma.projection.create({
      data: { name: 'sum', version: 1, transaction: last?.transaction ?? 0n, position: last?.position ?? 0n },
    });
    const { stdout } = await promisify(execFile)('pg_dump', ['--inserts', '--no-owner', server.url], {
      maxBuffer: 64 * 1024 * 1024,
    });
    // What its program for the terminal alone understands, and settings that came with later versions.
    return { sql: stdout.replaceAll(/^(\\.*|SET transaction_timeout.*)$/gm, ''), seen };
  } finally {
    await server.close();
  }
}

async function restoredElsewhere(sql: string): Promise<Database> {
  const engine = await PGlite.create();
  await engine.exec(sql);
  await engine.exec(`SET search_path = public; SET myapp.actor = 'test'`);
  return useConnection(connectEmbedded(engine));
}

describe('a database that was dumped on a server and restored on one that has counted fewer transactions', () => {
  it('is read as before, and what is appended there comes after it: nothing is missed, nothing twice', async () => {
    const { sql, seen } = await dumpOfServer(12);
    database = await restoredElsewhere(sql);
    // Or there would be nothing to see here.
    expect(seen.at(-1)?.transaction).toBeGreaterThan((await nextTransaction()) + 100n);
    const applied: number[] = [];
    const sum: Projection<(typeof counter)['events']['definitions']> = {
      name: 'sum',
      version: 1,
      stream: 'counter',
      events: counter.events,
      apply: async (events) => void applied.push(...events.map(({ version }) => version)),
      reset: async () => {},
    };
    expect(await stepProjection(sum)).toMatchObject({ applied: 0 });
    await store.append('new', [counted(1)], { expected: 0 });
    await store.append('0', [counted(1)], { expected: 4 });
    expect(await clock()).toBeGreaterThan(0n);
    expect(await stepProjection(sum)).toMatchObject({ applied: 2 });
    expect(applied).toEqual([1, 5]);
    const all = await follow();
    expect(all.slice(0, 12)).toEqual(seen);
    expect(all.slice(12).map(({ streamId, version }) => [streamId, version])).toEqual([
      ['new', 1],
      ['0', 5],
    ]);
    const once = await clock();
    await appendMany(6);
    expect([await clock(), (await follow()).length]).toEqual([once, 20]);
    for (const id of ['0', '1', '2']) {
      const versions = (await store.read(id)).map(({ version }) => version);
      expect(versions).toEqual(versions.map((_, at) => at + 1));
    }
  });

  it('is noticed before anything is appended, by whoever reads', async () => {
    const { sql, seen } = await dumpOfServer(5);
    database = await restoredElsewhere(sql);
    expect(await follow()).toEqual([]);
    await prisma.$queryRaw`SELECT event_clock_ahead()`;
    expect(await follow()).toEqual(seen);
  });

  it('leaves the clock alone on the server that it came from', async () => {
    database = await openTestServerDatabase();
    await appendMany(20);
    await Promise.all(Array.from({ length: 8 }, (_, n) => store.append(`other ${n}`, [counted(1)])));
    expect([await clock(), (await followAll(28)).length]).toEqual([0n, 28]);
  });
});
