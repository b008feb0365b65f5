import { PrismaPg } from '@prisma/adapter-pg';
import fc from 'fast-check';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTemporaryDatabase, type TemporaryDatabase, testServerUrl } from '../database/testing';
import { fuzzPlan, fuzzQueries } from './fuzz';
import { type SampleTable, sampleTable, sampleTableSql } from './samples';

let database: TemporaryDatabase;
let table: SampleTable;

beforeAll(async () => {
  database = await createTemporaryDatabase(testServerUrl());
  const client = new Client({ connectionString: database.url });
  await client.connect();
  await client.query(await sampleTableSql());
  await client.end();
  table = sampleTable(new PrismaPg({ connectionString: database.url }));
});

afterAll(async () => {
  await table.close();
  await database.drop();
});

describe('a query on a PostgreSQL server', () => {
  it('[P-5] gives the rows, order, total and pages that it gives in memory', {
    timeout: 600_000,
  }, async () => {
    const plan = fuzzPlan(10_000);
    expect(await fuzzQueries(fc, table, plan)).toBe(plan.runs);
  });
});
