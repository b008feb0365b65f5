import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { actAs } from '@myapp/core/policies';
import { runInScope } from 'reactive/node';
import { prisma } from '../database/current';
import type { Database } from '../database/open';
import { openTestDatabase, openTestServerDatabase } from '../database/testing';
import { admin, importUsers, openBenchJobs, usersFile } from './user-import';

// Measures how long others wait while users are imported: `pnpm bench:import --rows 20000`.

const { values } = parseArgs({ options: { rows: { type: 'string', default: '20000' } } });
const ROWS = Number(values.rows);
const EVERY = 50;

const pieces = usersFile(ROWS);

/** As much as a list asks: who it is, and then the page. */
async function request(): Promise<number> {
  const begun = performance.now();
  await prisma.user.findUnique({ where: { id: admin.id } });
  await prisma.user.findMany({ orderBy: [{ name: 'asc' }, { id: 'asc' }], take: 50 });
  return performance.now() - begun;
}

const at = (sorted: readonly number[], share: number): string =>
  (sorted[Math.floor((sorted.length - 1) * share)] ?? 0).toFixed(1);

function print(what: string, times: readonly number[]): void {
  const sorted = times.toSorted((a, b) => a - b);
  process.stdout.write(
    `| ${what} | ${sorted.length} | ${at(sorted, 0.5)} | ${at(sorted, 0.95)} | ${at(sorted, 1)} |\n`,
  );
}

/** Requests that come every so many milliseconds, whether or not the last one was answered, until `isOver`. */
async function arrive(every: number, isOver: () => boolean): Promise<number[]> {
  const begun = performance.now();
  const answers: Promise<number>[] = [];
  while (!isOver()) {
    const due = begun + answers.length * every;
    const early = due - performance.now();
    if (early > 0) await sleep(early);
    answers.push(request().then(() => performance.now() - due));
  }
  return Promise.all(answers);
}

async function measure(name: string, open: () => Promise<Database>): Promise<void> {
  for (const others of [false, true]) {
    const database = await open();
    const jobs = await openBenchJobs(database);
    try {
      await prisma.user.create({ data: { ...admin, name: 'Root', email: 'root@example.org' } });
      await jobs.start();
      await runInScope(async () => {
        actAs(admin);
        const begun = performance.now();
        let over = false;
        const importing = importUsers(jobs, pieces(), 250).finally(() => {
          over = true;
        });
        if (others) print(`${name}: beside an import`, await arrive(EVERY, () => over));
        await importing;
        const took = performance.now() - begun;
        process.stdout.write(
          `${name}, ${others ? 'beside requests' : 'alone'}: ${Math.round((ROWS / took) * 1000)} rows per second\n`,
        );
        if (others) return;
        const end = performance.now() + 3000;
        print(`${name}: alone`, await arrive(EVERY, () => performance.now() > end));
      });
    } finally {
      await jobs.close(1000);
      await database.close();
    }
  }
}

process.stdout.write('| | requests | p50, ms | p95, ms | longest, ms |\n| - | - | - | - | - |\n');
await measure('embedded', openTestDatabase);
await measure('server', openTestServerDatabase);
