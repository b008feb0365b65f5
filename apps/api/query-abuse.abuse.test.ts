import { openTestDatabase } from '@myapp/server/database/testing';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { figuresOf } from '../../scripts/figures.fixture';
import { type RunningApi, runApi } from './api.fixture';
import { manyUsers, pagedWhileWritten, queryAttacks } from './query-abuse.fixture';

/** Of each attack. */
const TRIALS = 2500;
const WALKS = 500;

let api: RunningApi;
beforeAll(async () => {
  api = await runApi(await openTestDatabase());
  await manyUsers(api);
});
afterAll(() => api.close());

describe.each(Object.entries(queryAttacks))('a query with %s', (name, attack) => {
  const figures = figuresOf(`a query with ${name}`);

  it('is refused, or means what it says', async () => {
    const before = await api.digest();
    const property = fc.asyncProperty(attack, async (trial) => figures.trial(await trial(api)));
    await fc.assert(property, { numRuns: TRIALS, seed: figures.seed });
    expect(figures.violations).toEqual([]);
    expect(await api.digest()).toEqual(before);
    expect(api.log.filter(({ level }) => Number(level) >= 50)).toEqual([]);
  });
});

describe('pages, while others come, move and go', () => {
  const figures = figuresOf('pages, while others come, move and go');

  it('hold each row once that stays as it is', async () => {
    for (let walk = 0; walk < WALKS; walk++) figures.trial(await pagedWhileWritten(api));
    expect(figures.violations).toEqual([]);
  });
});
