import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import type { Figures } from '../../../scripts/figures.fixture';
import { prisma } from '../database/current';
import { unitOfWork } from '../database/unit-of-work';
import { counter } from './counter.fixture';
import { type Projection, stepProjection } from './index';

const batches = fc.record({
  before: fc.nat(8),
  after: fc.nat(8),
  limit: fc.integer({ min: 1, max: 10 }),
  unknown: fc.constantFrom({ type: 'exploded', version: 1 }, { type: 'counted', version: 9 }),
});

/** Events of a type or a version that nobody knows, among others: a projection stands before them and says so. */
export async function meetUnknownEvents(figures: Figures, trials: number): Promise<void> {
  for (const { before, after, limit, unknown } of fc.sample(batches, {
    seed: figures.seed,
    numRuns: trials,
  })) {
    const stream = randomUUID();
    const insert = (type: string, version: number, by: number) => prisma.$executeRaw`
      INSERT INTO events (stream, stream_id, id, type, schema_version, data)
      VALUES (${stream}, 'a', ${randomUUID()}, ${type}, ${version}, jsonb_build_object('by', ${by}::int))`;
    await unitOfWork(async () => {
      for (let by = 1; by <= before; by++) await insert('counted', 1, by);
      await insert(unknown.type, unknown.version, 0);
      for (let by = 1; by <= after; by++) await insert('counted', 1, by);
    });
    const seen: number[] = [];
    const projection: Projection<(typeof counter)['events']['definitions']> = {
      name: stream,
      version: 1,
      stream,
      events: counter.events,
      apply: async (events) => void seen.push(...events.map(({ version }) => version)),
      reset: async () => {},
    };
    let halted: string | undefined;
    for (let patience = 0; patience < 500 && halted === undefined; patience++) {
      ({ halted } = await stepProjection(projection, limit));
    }
    await stepProjection(projection, limit);
    const isRight =
      halted?.includes('unknown') && seen.join() === Array.from({ length: before }, (_, n) => n + 1).join();
    figures.trial(isRight ? [] : [`${JSON.stringify({ before, after, limit })}: ${seen.join()}, ${halted}`]);
  }
}
