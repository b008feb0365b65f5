import { openTestDatabase } from '@myapp/server/database/testing';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RunningApi, runApi } from './api.fixture';
import { manyUsers, pagedWhileWritten, queryAttacks } from './query-abuse.fixture';

const numRuns = 30; // query-abuse.abuse.test.ts tries thousands

let api: RunningApi;
let before: unknown;
beforeAll(async () => {
  api = await runApi(await openTestDatabase());
  await manyUsers(api);
  before = await api.digest();
});
afterAll(() => api.close());

describe('a query with', () => {
  it.each(Object.entries(queryAttacks))('%s is refused, or means what it says', async (_, attack) => {
    const property = fc.asyncProperty(attack, async (trial) => {
      expect(await trial(api)).toEqual([]);
    });
    await fc.assert(property, { numRuns });
    expect(await api.digest()).toEqual(before);
    expect(api.log.filter(({ level }) => Number(level) >= 50)).toEqual([]);
  });
});

describe('pages', () => {
  it('hold each row once that stays as it is, while others come, move and go', async () => {
    expect(await pagedWhileWritten(api)).toEqual([]);
  });
});
