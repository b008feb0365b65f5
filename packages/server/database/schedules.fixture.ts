import { setImmediate as turn } from 'node:timers/promises';
import fc from 'fast-check';
import type { Figures } from '../../../scripts/figures.fixture';
import type { PrismaClient } from '../generated/client';

type Kind = 'commits' | 'rolls back' | 'batch' | 'failing batch' | 'single statements';

/** A request that writes a row, lets the others go on for some turns, writes the next. */
interface Request {
  readonly kind: Kind;
  readonly pauses: readonly number[];
}

const kinds: Kind[] = ['commits', 'rolls back', 'batch', 'failing batch', 'single statements'];
const request: fc.Arbitrary<Request> = fc.record({
  kind: fc.constantFrom(...kinds),
  pauses: fc.array(fc.nat(8), { minLength: 1, maxLength: 4 }),
});
const requests = fc.array(request, { minLength: 2, maxLength: 6 });

const COUNTS = `SELECT split_part(email, '@', 2) AS key, count(*)::int AS rows FROM users GROUP BY 1`;

// Longer than any schedule takes on a busy machine: only a deadlock reaches it.
const LIMIT_MS = 30_000;

class RolledBack extends Error {}

async function pause(turns: number): Promise<void> {
  for (let count = 0; count < turns; count++) await turn();
}

/** Does what a request does; gives how many rows of it have to be there afterwards. */
async function perform(prisma: PrismaClient, { kind, pauses }: Request, key: string): Promise<number> {
  const row = (step: number) => ({ data: { name: kind, email: `${step}@${key}` } });
  if (kind === 'single statements') {
    for (const [step, turns] of pauses.entries()) {
      await prisma.user.create(row(step));
      await pause(turns);
    }
    return pauses.length;
  }
  if (kind === 'batch' || kind === 'failing batch') {
    const creates = pauses.map((_, step) => prisma.user.create(row(step)));
    const all = kind === 'batch' ? creates : [...creates, prisma.user.create(row(0))];
    const done = await prisma.$transaction(all).then(
      () => true,
      () => false,
    );
    return done ? pauses.length : 0;
  }
  const transaction = prisma.$transaction(
    async (inside) => {
      for (const [step, turns] of pauses.entries()) {
        await inside.user.create(row(step));
        await pause(turns);
      }
      if (kind === 'rolls back') throw new RolledBack();
    },
    { maxWait: LIMIT_MS, timeout: LIMIT_MS },
  );
  return transaction.then(
    () => pauses.length,
    (error: unknown) => {
      if (error instanceof RolledBack) return 0;
      throw error;
    },
  );
}

async function countsOf(prisma: PrismaClient): Promise<Map<string, number>> {
  const rows = await prisma.$queryRawUnsafe<{ key: string; rows: number }[]>(COUNTS);
  return new Map(rows.map(({ key, rows: count }) => [key, count]));
}

/** What a bystander sees of transactions while they run: all of one, or nothing. */
async function watch(prisma: PrismaClient, whole: ReadonlyMap<string, number>): Promise<string[]> {
  const counts = await countsOf(prisma);
  return [...whole].flatMap(([key, size]) => {
    const seen = counts.get(key) ?? 0;
    return seen === 0 || seen === size ? [] : [`${seen} rows of ${size} of ${key} were seen`];
  });
}

async function runSchedule(prisma: PrismaClient, schedule: readonly Request[]): Promise<string[]> {
  const keyed = schedule.map((one, at) => ({ one, key: `${at}.example.org` }));
  const whole = new Map(
    keyed.flatMap(({ one, key }) =>
      one.kind === 'single statements' ? [] : [[key, /roll|fail/.test(one.kind) ? 0 : one.pauses.length]],
    ),
  );
  const work = Promise.all([
    Promise.all(keyed.map(({ one, key }) => perform(prisma, one, key))),
    ...schedule.map(({ pauses }) => pause(pauses[0] ?? 0).then(() => watch(prisma, whole))),
  ]);
  const [expected, ...seen] = await work;
  const counts = await countsOf(prisma);
  const faults = keyed.flatMap(({ one, key }, at) => {
    const found = counts.get(key) ?? 0;
    return found === expected[at] ? [] : [`${one.kind} left ${found} rows of ${expected[at]}`];
  });
  return [...seen.flat(), ...faults];
}

/** Runs requests beside each other, in one random schedule after another. */
export async function runSchedules(figures: Figures, prisma: PrismaClient, count: number): Promise<void> {
  for (const schedule of fc.sample(requests, { seed: figures.seed, numRuns: count })) {
    const deadline = AbortSignal.timeout(LIMIT_MS);
    const stuck = new Promise<string[]>((resolve) => {
      deadline.addEventListener('abort', () => resolve(['it came to no end']));
    });
    const faults = await Promise.race([runSchedule(prisma, schedule), stuck]);
    figures.trial(faults.map((fault) => `${fault}: ${JSON.stringify(schedule)}`));
    await prisma.user.deleteMany();
  }
}
