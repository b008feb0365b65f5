import { PGlite } from '@electric-sql/pglite';
import { PrismaPGlite } from 'pglite-prisma-adapter';
import { parseQuery } from 'reactive/query';
import { runQuery } from 'reactive/query/page';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { migratedSnapshot } from '../database/embedded-snapshot';
import { type Sample, type SampleTable, sampleFields, sampleTable, sampleTableSql } from './samples';

let engine: PGlite;
let table: SampleTable;

beforeAll(async () => {
  engine = await PGlite.create({ loadDataDir: await migratedSnapshot() });
  await engine.exec(await sampleTableSql());
  await engine.exec(`
    INSERT INTO samples ("id", "name", "role", "age", "score", "active", "createdAt") VALUES
      ('a', 'first', 'user', 1, 0.5, true, '0500-03-01 12:00:00.001+00 BC'),
      ('b', 'second', 'user', 2, '-0', true, '0001-01-01 00:00:00+00'),
      ('c', 'third', 'user', 3, 1e300, false, '1969-12-31 23:59:59.999+00'),
      ('d', 'fourth', 'user', 4, 1e-300, false, '2024-02-29 23:30:00.123+00'),
      ('e', 'fifth', 'user', 5, 3, false, '12024-02-29 23:30:00+00')`);
  table = sampleTable(new PrismaPGlite(engine));
});

afterAll(async () => {
  await table.close();
  await engine.close();
});

const rows = ['a', 'b', 'c', 'd', 'e'].map(
  (id, at): Sample => ({
    id,
    name: ['first', 'second', 'third', 'fourth', 'fifth'][at] ?? '',
    nickname: null,
    role: 'user',
    age: at + 1,
    rank: null,
    score: [0.5, -0, 1e300, 1e-300, 3][at] ?? 0,
    weight: null,
    active: at < 2,
    verified: null,
    createdAt: new Date(
      [
        '-000499-03-01T12:00:00.001Z',
        '0001-01-01T00:00:00Z',
        '1969-12-31T23:59:59.999Z',
        '2024-02-29T23:30:00.123Z',
        '+012024-02-29T23:30:00Z',
      ][at] ?? '',
    ),
    seenAt: null,
  }),
);

describe('times that are read by SQL', () => {
  it.each(['UTC', 'Asia/Kolkata'])('[P-5] are what they are in memory, in the zone %s', async (zone) => {
    await engine.exec(`SET TimeZone = '${zone}'; SET DateStyle = 'German, DMY'`);
    const [, bySql] = table.providers;
    // What a query may name is of the years 1 to 9999; what it seeks its next page from, of any.
    const bounds = rows.slice(1, 4).map(({ createdAt }) => createdAt);
    const wheres = bounds.flatMap((time) => [{ gte: time }, { lt: time }, { equals: time }]);
    for (const where of [{}, ...wheres.map((createdAt) => ({ createdAt }))]) {
      let next: string | null | undefined;
      do {
        const specs = { where, orderBy: { createdAt: 'desc' }, limit: 2, next } as const;
        const expected = runQuery(rows, parseQuery(sampleFields, specs), { fields: sampleFields });
        expect(await bySql?.list(specs)).toEqual(expected);
        ({ next } = expected);
      } while (next !== null);
    }
  });
});
