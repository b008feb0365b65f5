import { afterAll, beforeAll, describe, expect, it } from 'vitest';
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

const faults: readonly (readonly [
  name: string,
  run: (figures: ReturnType<typeof figuresOf>) => Promise<void>,
])[] = [
  ['thirty-two writers at one version', (figures) => raceWriters(figures, 2000)],
  ['appends that are tried again', (figures) => retryAppends(figures, 1000)],
  ['transactions that are overtaken', (figures) => overtake(figures, 500)],
  ['projections that are killed', (figures) => killProjector(figures, { url: database.url, kills: 100 })],
  ['events that nobody knows', (figures) => meetUnknownEvents(figures, 100)],
  ['rewriting the past', (figures) => rewriteThePast(figures, 100)],
];

describe.each(faults)('%s', (name, run) => {
  const figures = figuresOf(name);
  it('break nothing', async () => {
    await run(figures);
    expect(figures.violations).toEqual([]);
  });
});
