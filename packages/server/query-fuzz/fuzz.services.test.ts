import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fuzzPlan, fuzzQueries } from './fuzz';
import type { SampleTable } from './samples';
import { serverTable } from './server-table.fixture';

let table: SampleTable;
beforeAll(async () => {
  table = await serverTable();
});
afterAll(() => table.close());

describe('a query on a PostgreSQL server', () => {
  it('[P-5] gives the rows, order, total and pages that it gives in memory', {
    timeout: 600_000,
  }, async () => {
    const plan = fuzzPlan(1500); // fuzz.abuse.test.ts asks tens of thousands
    expect(await fuzzQueries(fc, table, plan)).toBe(plan.runs);
  });
});
