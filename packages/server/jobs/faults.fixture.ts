import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { SYSTEM } from '@myapp/core/policies';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { figuresOf } from '../../../scripts/figures.fixture';
import { prisma } from '../database/current';
import { type Program, startProgram } from '../database/program.fixture';
import { openTestServerDatabase, type TestServerDatabase } from '../database/testing';
import { unitOfWork } from '../database/unit-of-work';
import { type EffectsPayload, effectsHandler, effectsJob, makeEffects } from './effects.fixture';
import { type OpenJobs, openJobs } from './index';

/** How often each fault is tried. */
export interface Faults {
  readonly jobs: number;
  readonly workers: number;
  readonly kills: number;
  readonly stops: number;
  readonly rollbacks: number;
  readonly poison: number;
  readonly drains: number;
}

const LEASE = 1000;

interface Server {
  readonly database: TestServerDatabase;
  readonly jobs: OpenJobs;
  /** Starts a process that does jobs. */
  work(concurrency?: number): Promise<Program>;
}

/** A database of its own on the server, on which other processes do jobs. */
async function withServer(work: (server: Server) => Promise<void>): Promise<void> {
  const database = await openTestServerDatabase();
  const programs: Program[] = [];
  try {
    await makeEffects();
    const jobs = await openJobs({ database, handlers: [effectsHandler()], report: () => {} });
    await work({
      database,
      jobs,
      async work(concurrency = 1) {
        const program = startProgram(
          new URL('worker.fixture.ts', import.meta.url),
          `--url=${database.url}`,
          `--lease=${LEASE}`,
          `--concurrency=${concurrency}`,
        );
        programs.push(program);
        await program.said(1);
        return program;
      },
    });
    await jobs.close(0);
  } finally {
    await Promise.all(programs.map((program) => program.kill()));
    await database.close();
  }
}

const enqueue = ({ jobs: { queue } }: Server, payloads: (Partial<EffectsPayload> & { name: string })[]) =>
  queue.enqueueMany(effectsJob, payloads, { bySystem: true });

const countOf = (status: string): Promise<number> => prisma.job.count({ where: { status } });

async function reaches(what: () => Promise<boolean>, timeout: number): Promise<boolean> {
  for (const end = Date.now() + timeout; Date.now() < end; await sleep(20)) if (await what()) return true;
  return false;
}

/** What is missing of the effects of jobs, or was had twice. */
async function wrongEffects(payloads: readonly { name: string; items?: number }[]): Promise<string[]> {
  const rows = await prisma.$queryRaw<{ name: string; effects: number; items: number }[]>`
    SELECT name, count(*)::int AS effects, count(DISTINCT item)::int AS items FROM effects GROUP BY name`;
  const found = new Map(rows.map((row) => [row.name, row]));
  return payloads.flatMap(({ name, items = 1 }) => {
    const { effects = 0, items: distinct = 0 } = found.get(name) ?? {};
    return effects === items && distinct === items
      ? []
      : [`${name}: ${effects} effects, ${distinct} of ${items} items`];
  });
}

function manyWorkers(faults: Faults): void {
  describe('many workers', () => {
    const figures = figuresOf('jobs done by many workers (49)');
    it('have one effect for each job', async () => {
      await withServer(async (server) => {
        const payloads = Array.from({ length: faults.jobs }, (_, n) => ({ name: `job ${n}` }));
        const processes = Math.max(1, Math.round(faults.workers / 5));
        const begun = Date.now();
        await enqueue(server, payloads);
        await Promise.all(Array.from({ length: processes }, () => server.work(5)));
        await reaches(async () => (await countOf('completed')) === faults.jobs, 600_000);
        const wrong = await wrongEffects(payloads);
        for (const { name } of payloads) figures.trial(wrong.filter((text) => text.startsWith(`${name}:`)));
        figures.add('workers', processes * 5);
        figures.add('milliseconds', Date.now() - begun);
      });
      expect(figures.violations).toEqual([]);
    });
  });
}

function killedWorker(faults: Faults): void {
  describe('a worker that is killed', () => {
    const figures = figuresOf('workers killed in the middle of a job (50)');
    it('leaves its job to another within two leases, from its last step on', async () => {
      await withServer(async (server) => {
        // Long enough for all the kills, each of which comes a worker's start after the last.
        const payload = { name: 'killed', items: faults.kills * 200, pause: 5 };
        const [id = ''] = await enqueue(server, [payload]);
        const job = () => prisma.job.findUniqueOrThrow({ where: { id } });
        const moments = fc.sample(fc.integer({ min: 20, max: 150 }), {
          seed: figures.seed,
          numRuns: faults.kills,
        });
        let program = await server.work();
        for (const moment of moments) {
          await reaches(async () => (await job()).status === 'running', 10_000);
          await sleep(moment);
          const next = await server.work();
          await program.kill();
          const killedAt = Date.now();
          const { attempt, status } = await job();
          if (status === 'completed') {
            figures.trial(['the job was done before it was killed as often as it should be']);
            break;
          }
          const reclaimed = await reaches(async () => (await job()).attempt > attempt, 10 * LEASE);
          const took = Date.now() - killedAt;
          figures.trial(reclaimed && took <= 2 * LEASE ? [] : [`reclaimed after ${took} ms`]);
          figures.add('milliseconds to reclaim in all', took);
          program = next;
        }
        await reaches(async () => (await job()).status === 'completed', 120_000);
        const { status, processedItems } = await job();
        figures.trial(
          status === 'completed' ? await wrongEffects([payload]) : [`stuck: ${status} at ${processedItems}`],
        );
      });
      expect(figures.violations).toEqual([]);
    });
  });
}

function stoppedWorker(faults: Faults): void {
  describe('a worker that is stopped for longer than its lease', () => {
    const figures = figuresOf('workers stopped past their lease (51)');
    it('has no effect when it goes on', async () => {
      await withServer(async (server) => {
        const [first, second] = [await server.work(), await server.work()];
        for (let n = 0, tried = 0; tried < faults.stops; n += 1) {
          const payload = { name: `stopped ${n}`, items: 60, pause: 5 };
          const [id = ''] = await enqueue(server, [payload]);
          const job = () => prisma.job.findUniqueOrThrow({ where: { id } });
          const has = (program: Program): boolean =>
            program.lines.some((line) => line.startsWith(`begun ${payload.name} `));
          await reaches(async () => (has(first) || has(second)) && (await job()).processedItems > 3, 10_000);
          const [holder, other] = has(first) ? [first, second] : [second, first];
          holder.process.kill('SIGSTOP');
          const since = holder.lines.length;
          const isTaken = await reaches(async () => (await job()).attempt > 1 && has(other), 20 * LEASE);
          holder.process.kill('SIGCONT');
          await reaches(async () => (await job()).status === 'completed', 30_000);
          const { status, attempt } = await job();
          // On a busy machine it may have done all of it before it was stopped.
          if (!isTaken && status === 'completed' && attempt === 1) {
            figures.add('stopped too late', 1);
            if (n > 2 * faults.stops) throw new Error('Hardly any was stopped in time');
            continue;
          }
          tried += 1;
          const said = (): string[] => holder.lines.slice(since);
          const isTold = await reaches(async () => said().includes('failed StaleLeaseError'), 5000);
          figures.trial([
            ...(await wrongEffects([payload])),
            ...(isTold ? [] : [`${payload.name}: no StaleLeaseError but ${said().join('; ')}`]),
            ...(status === 'completed' ? [] : [`${payload.name}: ${status}`]),
          ]);
        }
      });
      expect(figures.violations).toEqual([]);
    });
  });
}

function undoneJobs(faults: Faults): void {
  describe('a job that is made in a unit of work that is undone', () => {
    const figures = figuresOf('jobs whose unit of work was undone (52)');
    it('was never there', async () => {
      await withServer(async (server) => {
        const program = await server.work(5);
        for (let n = 0; n < faults.rollbacks; n += 1) {
          const undone = unitOfWork(
            async () => {
              await enqueue(server, [{ name: `undone ${n}` }]);
              throw new RangeError('undone');
            },
            { actor: SYSTEM },
          );
          await undone.catch(() => undefined);
          figures.trial();
        }
        await sleep(300);
        const left = await prisma.$queryRaw<{ jobs: number; messages: number; effects: number }[]>`
          SELECT (SELECT count(*)::int FROM jobs) AS jobs, (SELECT count(*)::int FROM effects) AS effects,
            (SELECT count(*)::int FROM pgboss.job WHERE name = 'effects') AS messages`;
        expect([left, program.lines]).toEqual([[{ jobs: 0, messages: 0, effects: 0 }], ['ready']]);
      });
    });
  });
}

function poisonedJobs(faults: Faults): void {
  describe('a job that nobody understands', () => {
    const figures = figuresOf('poisoned jobs among others (53)');
    it('ends among those that failed, and keeps no other waiting', async () => {
      await withServer(async (server) => {
        const payloads = Array.from({ length: faults.poison }, (_, n) => ({ name: `good ${n}` }));
        for (const payload of payloads) {
          const [wrong] = await enqueue(server, [{ name: 'wrong' }, payload]);
          await prisma.$executeRaw`UPDATE jobs SET payload = '[]' WHERE id = ${wrong}`;
          await prisma.$executeRaw`INSERT INTO pgboss.job (name, data) VALUES ('effects', '"nonsense"')`;
        }
        await server.work(2);
        const isOver = async (): Promise<boolean> =>
          (await countOf('completed')) === faults.poison && (await countOf('failed')) === 2 * faults.poison;
        const over = await reaches(isOver, 120_000);
        const wrong = await wrongEffects(payloads);
        for (const { name } of payloads) figures.trial(wrong.filter((text) => text.startsWith(`${name}:`)));
        if (!over) figures.trial([`${await countOf('failed')} failed of ${2 * faults.poison}`]);
      });
      expect(figures.violations).toEqual([]);
    });
  });
}

function drainedWorker(faults: Faults): void {
  describe('a worker that is told to end', () => {
    const figures = figuresOf('workers drained under load (77)');
    it('finishes its step, exits with 0, and leaves the rest to others', async () => {
      await withServer(async (server) => {
        const payloads = Array.from({ length: 8 }, (_, n) => ({
          name: `drained ${n}`,
          items: faults.drains * 30,
          batch: 3,
          pause: 10,
        }));
        await enqueue(server, payloads);
        for (let n = 0; n < faults.drains; n += 1) {
          const program = await server.work(4);
          await program.said(3);
          await sleep(50 + ((figures.seed + n * 37) % 100));
          const exited = once(program.process, 'exit');
          program.process.kill('SIGTERM');
          const [code] = await exited;
          const running = await countOf('running');
          figures.trial([
            ...(code === 0 ? [] : [`exit ${code}: ${program.errors()}`]),
            ...(running === 0 ? [] : [`${running} left running`]),
          ]);
        }
        await server.work(8);
        const over = await reaches(async () => (await countOf('completed')) === payloads.length, 120_000);
        figures.trial(over ? await wrongEffects(payloads) : ['stuck']);
      });
      expect(figures.violations).toEqual([]);
    });
  });
}

/** Faults in the middle of jobs, tried on real processes and a real server. */
export function jobFaults(faults: Faults): void {
  manyWorkers(faults);
  killedWorker(faults);
  stoppedWorker(faults);
  undoneJobs(faults);
  poisonedJobs(faults);
  drainedWorker(faults);
}
