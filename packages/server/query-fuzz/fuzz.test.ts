import { PGlite } from '@electric-sql/pglite';
import fc from 'fast-check';
import { PrismaPGlite } from 'pglite-prisma-adapter';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { migratedSnapshot } from '../database/embedded-snapshot';
import { fuzzPlan, fuzzQueries } from './fuzz';
import { type SampleTable, sampleTable, sampleTableSql } from './samples';

let engine: PGlite;
let table: SampleTable;

beforeAll(async () => {
  engine = await PGlite.create({ loadDataDir: await migratedSnapshot() });
  await engine.exec(await sampleTableSql());
  table = sampleTable(new PrismaPGlite(engine));
});

afterAll(async () => {
  await table.close();
  await engine.close();
});

describe('a query on PGlite', () => {
  it('[P-5] gives the rows, order, total and pages that it gives in memory', {
    timeout: 120_000,
  }, async () => {
    const plan = fuzzPlan(300);
    expect(await fuzzQueries(fc, table, plan)).toBe(plan.runs);
  });
});
