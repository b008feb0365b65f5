import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { userCreateSchema } from '@myapp/core/entities/user';
import { defineJob, importUsersJob } from '@myapp/core/jobs';
import { actAs, SYSTEM } from '@myapp/core/policies';
import { parse } from 'csv-parse';
import PgBoss from 'pg-boss';
import { runInScope } from 'reactive/node';
import { z } from 'zod';
import { prisma } from '../database/current';
import { openTestServerDatabase, type TestServerDatabase } from '../database/testing';
import { unitOfWork } from '../database/unit-of-work';
import type { AnyJobHandler } from '../jobs/index';
import { admin, importUsers, openBenchJobs, usersFile } from './user-import';

// Measures jobs against bare pg-boss, and an import against a loop of createMany, in turn, on the PostgreSQL server of
// the tests: `pnpm bench:jobs --rounds 5`.

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    jobs: { type: 'string', default: '20000' },
    rows: { type: 'string', default: '20000' },
  },
});
const [ROUNDS, JOBS, ROWS] = [values.rounds, values.jobs, values.rows].map(Number) as [
  number,
  number,
  number,
];
const AT_ONCE = 50;
const BATCH = 1000;

const benchJob = defineJob({ id: 'bench', version: 1, payload: z.strictObject({ n: z.int() }) });

type Effect = (n: number) => Promise<void>;

const effects: Readonly<Record<string, Effect | undefined>> = {
  'nothing to do': undefined,
  'one row each, in a unit of work': async (n) => {
    await prisma.$executeRaw`INSERT INTO effects (n) VALUES (${n})`;
  },
};

const payloads = Array.from({ length: JOBS }, (_, n) => ({ n }));

async function timed(work: () => Promise<unknown>): Promise<number> {
  const begun = performance.now();
  await work();
  return performance.now() - begun;
}

/** Milliseconds for all jobs, from the first that is made to the last that is done. */
async function bare(database: TestServerDatabase, effect: Effect | undefined): Promise<number> {
  const boss = new PgBoss({
    connectionString: database.url,
    schema: 'bare', // as it makes its tables itself
    supervise: false,
    schedule: false,
    max: 4,
  });
  await boss.start();
  await boss.createQueue('bare');
  const elapsed = await timed(async () => {
    for (let at = 0; at < JOBS; at += BATCH) {
      await boss.insert(payloads.slice(at, at + BATCH).map((data) => ({ name: 'bare', data })));
    }
    for (let done = 0; done < JOBS; ) {
      const taken = await boss.fetch<{ n: number }>('bare', { batchSize: AT_ONCE });
      await Promise.all(
        taken.map(async ({ data: { n } }) => effect && unitOfWork(() => effect(n), { actor: SYSTEM })),
      );
      await boss.complete(
        'bare',
        taken.map(({ id }) => id),
      );
      done += taken.length;
    }
  });
  await boss.stop({ graceful: false });
  return elapsed;
}

async function ours(database: TestServerDatabase, effect: Effect | undefined): Promise<number> {
  let done = 0;
  const handler: AnyJobHandler = {
    definition: benchJob,
    concurrency: AT_ONCE,
    async run(run) {
      if (effect) {
        await run.finish(async () => {
          await effect(run.payload.n);
          return { processed: 1 };
        });
      }
      done += 1;
    },
  };
  const jobs = await openBenchJobs(database, { handler, poll: 50 });
  await jobs.start();
  const elapsed = await timed(async () => {
    for (let at = 0; at < JOBS; at += BATCH) {
      await jobs.queue.enqueueMany(benchJob, payloads.slice(at, at + BATCH), { bySystem: true });
    }
    while (done < JOBS || (await prisma.job.count({ where: { type: 'bench', status: 'running' } })) > 0)
      await sleep(5);
  });
  await jobs.close(5000);
  return elapsed;
}

const pieces = usersFile(ROWS);

/** What one would write by hand: no lease, no checkpoint, no report, no policy, no look at who is there already. */
async function byHand(): Promise<void> {
  let batch: z.output<typeof userCreateSchema>[] = [];
  const flush = async (): Promise<void> => {
    const data = batch;
    batch = [];
    await unitOfWork(() => prisma.user.createMany({ data }), { actor: SYSTEM, timeout: 30_000 });
  };
  for await (const row of Readable.from(pieces()).pipe(parse({ columns: true }))) {
    batch.push(userCreateSchema.parse(row));
    if (batch.length === 500) await flush();
  }
  if (batch.length > 0) await flush();
}

async function imported(database: TestServerDatabase): Promise<void> {
  const jobs = await openBenchJobs(database);
  await jobs.start();
  await runInScope(async () => {
    actAs(admin);
    await importUsers(jobs, pieces(), 10);
  });
  await jobs.close(1000);
}

async function onFresh<Result>(work: (database: TestServerDatabase) => Promise<Result>): Promise<Result> {
  const database = await openTestServerDatabase();
  try {
    await prisma.$executeRaw`CREATE TABLE effects (n int)`;
    await prisma.user.create({ data: { ...admin, name: 'Root', email: 'root@example.org' } });
    return await work(database);
  } finally {
    await database.close();
  }
}

const median = (numbers: readonly number[]): number =>
  numbers.toSorted((a, b) => a - b)[numbers.length >> 1] ?? 0;

/** Measures in turn, whoever begins in every other round, and prints medians and their ratio. */
async function compare(
  what: string,
  count: number,
  contenders: { base: () => Promise<number>; own: () => Promise<number> },
): Promise<void> {
  const [base, own]: number[][] = [[], []];
  for (let round = 0; round < ROUNDS; round += 1) {
    if (round % 2 === 0) base?.push(await contenders.base());
    own?.push(await contenders.own());
    if (round % 2 === 1) base?.push(await contenders.base());
  }
  const perSecond = (times: readonly number[] = []): number => Math.round((count / median(times)) * 1000);
  const ratio = median(base ?? []) / median(own ?? []);
  process.stdout.write(`| ${what} | ${perSecond(base)} | ${perSecond(own)} | ${ratio.toFixed(2)} |\n`);
}

process.stdout.write('| | by hand or bare, per second | ours, per second | ratio |\n| - | - | - | - |\n');
for (const [what, effect] of Object.entries(effects)) {
  await compare(`${JOBS} jobs: ${what}`, JOBS, {
    base: () => onFresh((database) => bare(database, effect)),
    own: () => onFresh((database) => ours(database, effect)),
  });
}
await compare(`${ROWS} rows imported (${importUsersJob.id})`, ROWS, {
  base: () => onFresh(() => timed(byHand)),
  own: () => onFresh((database) => timed(() => imported(database))),
});
process.exit();
