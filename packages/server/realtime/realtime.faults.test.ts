import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Figures, figuresOf } from '../../../scripts/figures.fixture';
import { openTestDatabase } from '../database/testing';
import type { Database } from '../db';
import { flood, hoard, revoke, sneakIn, stallSome } from './faults.fixture';

let database: Database;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

const faults: readonly (readonly [name: string, run: (figures: Figures) => Promise<void>])[] = [
  ['sockets whose session ends', (figures) => revoke(figures, database, 100)],
  ['sockets of those who may not', (figures) => sneakIn(figures, database, 50)],
  [
    'sockets that stand still',
    (figures) => stallSome(figures, database, { sockets: 50, stalled: 5, messages: 1500 }),
  ],
  ['a socket that floods', (figures) => flood(figures, database, 100)],
  ['a socket that follows ten thousand topics', (figures) => hoard(figures, database, 10_000)],
];

describe.each(faults)('%s', (name, run) => {
  const figures = figuresOf(name);
  it('break nothing', async () => {
    await run(figures);
    expect(figures.violations).toEqual([]);
  });
});
