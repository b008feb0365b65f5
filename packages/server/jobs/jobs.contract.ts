import { setTimeout as sleep } from 'node:timers/promises';
import { actAs, SYSTEM, type Viewer } from '@myapp/core/policies';
import { ValidationError } from 'reactive/errors';
import { runInScope } from 'reactive/node';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { prisma } from '../database/current';
import type { Database } from '../database/open';
import { refusedBecause } from '../database/refusals.fixture';
import { emptyUsers } from '../database/testing';
import { unitOfWork } from '../database/unit-of-work';
import { type EffectsPayload, effectsHandler, effectsJob, effectsOf, runEffects } from './effects.fixture';
import { type AnyJobHandler, type JobRun, StaleLeaseError } from './index';
import { admin, useJobs } from './use-jobs.fixture';

/**
 * What holds for jobs on every database.
 *
 * @param patient whether what takes seconds is tried too
 */
export function jobsContract(open: () => Promise<Database>, patient: boolean): void {
  const { reported, working, asAdmin, start, jobOf, reaches } = useJobs(open);

  describe('a job', () => {
    it('is done, and tells how far it is', async () => {
      const jobs = await working([effectsHandler()]);
      const told = new Set<string>();
      jobs.queue.onChange(({ id }) => told.add(id));
      const id = await start(jobs, { name: 'whole', items: 5, batch: 2 });
      await reaches(id, 'completed');
      expect(await jobOf(id)).toMatchObject({
        processedItems: 5,
        totalItems: 5,
        createdItems: 5,
        attempt: 1,
        startedBy: SYSTEM,
        leaseUntil: null,
        checkpoint: 5,
        error: null,
      });
      expect(await effectsOf('whole')).toEqual([0, 1, 2, 3, 4]);
      expect([...told]).toEqual([id]);
      await expect.poll(() => prisma.$queryRaw`SELECT id FROM pgboss.job WHERE name = 'effects'`).toEqual([]);
    });

    it('is there together with the data that it is about, or neither is', async () => {
      const jobs = await working([effectsHandler()], { works: false });
      const failing = unitOfWork(
        async () => {
          await prisma.$executeRaw`INSERT INTO effects (name) VALUES ('undone')`;
          await start(jobs, { name: 'undone' });
          throw new RangeError('enough');
        },
        { actor: SYSTEM },
      );
      await expect(failing).rejects.toThrow(RangeError);
      const left = await prisma.$queryRaw`
        SELECT (SELECT count(*)::int FROM jobs) AS jobs, (SELECT count(*)::int FROM pgboss.job) AS messages,
          (SELECT count(*)::int FROM effects WHERE name = 'undone') AS effects`;
      expect(left).toEqual([{ jobs: 0, messages: 0, effects: 0 }]);
    });

    it('may be one of many that are made together, or none is', async () => {
      const jobs = await working([effectsHandler({ concurrency: 5 })]);
      const names = Array.from({ length: 30 }, (_, n) => ({ name: `many ${n}` }));
      const wrong = [...names, { name: 7 as never }];
      await expect(jobs.queue.enqueueMany(effectsJob, wrong, { bySystem: true })).rejects.toMatchObject({
        code: 'validation',
      });
      const ids = await jobs.queue.enqueueMany(effectsJob, names, { bySystem: true });
      for (const id of ids) await reaches(id, 'completed');
      const effects = await Promise.all(names.map(({ name }) => effectsOf(name)));
      expect(effects).toEqual(names.map(() => [0]));
    });

    it('is finished with its last effect', async () => {
      const run = ({ payload, finish }: JobRun<EffectsPayload>): Promise<void> =>
        finish(async () => {
          await prisma.$executeRaw`INSERT INTO effects (name, item) VALUES (${payload.name}, 0)`;
          return { processed: 1 };
        });
      const jobs = await working([effectsHandler({ run })]);
      const id = await start(jobs, { name: 'finished' });
      await reaches(id, 'completed');
      expect([await effectsOf('finished'), (await jobOf(id)).processedItems]).toEqual([[0], 1]);
    });

    it('never tells of less than it has told', async () => {
      const jobs = await working([effectsHandler()]);
      const id = await start(jobs, { name: 'forward', items: 2 });
      await reaches(id, 'completed');
      const back = prisma.$executeRaw`UPDATE jobs SET processed_items = 1, version = version + 1 WHERE id = ${id}`;
      await expect(back).rejects.toMatchObject(refusedBecause('never goes back'));
    });
  });

  describe('what cannot be done', () => {
    it.runIf(patient)('ends in the list of failed jobs, and keeps no other waiting', async () => {
      const run = vi.fn(async (given: JobRun<EffectsPayload>) => {
        if (given.payload.name === 'poison') throw new TypeError('select secret');
        await runEffects(given);
      });
      const jobs = await working([effectsHandler({ run })], { works: false });
      const poison = await start(jobs, { name: 'poison' });
      const [wrong, old] = [await start(jobs, { name: 'wrong' }), await start(jobs, { name: 'old' })];
      await prisma.$executeRaw`UPDATE jobs SET payload = '{"nonsense": 1}' WHERE id = ${wrong}`;
      await prisma.$executeRaw`UPDATE jobs SET type_version = 1 WHERE id = ${old}`;
      await prisma.$executeRaw`INSERT INTO pgboss.job (name, data) VALUES ('effects', '{"nonsense": 1}')`;
      await prisma.$executeRaw`INSERT INTO pgboss.job (name, data) VALUES ('effects', '{"name": "foreign"}')`;
      const good = await start(jobs, { name: 'good', items: 3 });
      await jobs.start(); // not before, or some would be done before they are spoilt
      await reaches(good, 'completed');
      await expect.poll(() => effectsOf('foreign')).toEqual([0]);
      await expect
        .poll(() => prisma.job.findMany({ where: { status: 'failed' }, select: { error: true } }))
        .toHaveLength(3);
      expect((await jobOf(wrong)).error).toMatch(/wrong|payload/i);
      expect((await jobOf(old)).error).toContain('version 1, and this program knows version 2');
      // Tried again later, and nobody is told what an internal error says.
      const { attempt, error } = await jobOf(poison);
      expect(error).not.toContain('secret');
      expect(reported).toEqual(Array.from({ length: attempt }, () => expect.any(TypeError)));
      await prisma.$executeRaw`UPDATE jobs SET failures = 4 WHERE id = ${poison}`;
      await reaches(poison, 'failed');
      expect((await jobOf(poison)).attempt).toBe(attempt + 1);
    });

    it('is not tried again where trying makes no difference, until somebody asks for it', async () => {
      let broken = true;
      const run = (given: JobRun<EffectsPayload>): Promise<void> =>
        runEffects(given, async (item) => {
          if (broken && item === 2) throw new ValidationError('The third is wrong');
        });
      const jobs = await working([effectsHandler({ run })]);
      const id = await asAdmin(() =>
        jobs.queue.enqueue(effectsJob, { name: 'again', items: 4 }, { bySystem: true }),
      );
      await reaches(id, 'failed');
      expect(await jobOf(id)).toMatchObject({
        error: 'The third is wrong',
        processedItems: 2,
        checkpoint: 2,
      });
      broken = false;
      await asAdmin(() => jobs.queue.command('retry', id));
      await reaches(id, 'completed');
      expect(await jobOf(id)).toMatchObject({ attempt: 2, processedItems: 4, resumedItems: 2, error: null });
      expect(await effectsOf('again')).toEqual([0, 1, 2, 3]);
    });
  });

  describe('a command', () => {
    it('cancels a job that waits at once, and one that runs after its step', async () => {
      const jobs = await working([effectsHandler()]);
      const running = await start(jobs, { name: 'running', items: 1000, pause: 20 });
      await reaches(running, 'running');
      const waiting = await start(jobs, { name: 'waiting' });
      await asAdmin(() => jobs.queue.command('cancel', waiting));
      expect((await jobOf(waiting)).status).toBe('cancelled');
      await expect.poll(async () => (await jobOf(running)).processedItems).toBeGreaterThan(0);
      await asAdmin(() => jobs.queue.command('cancel', running));
      await reaches(running, 'cancelled');
      const { processedItems } = await jobOf(running);
      expect(await effectsOf('running')).toEqual(Array.from({ length: processedItems }, (_, n) => n));
      await sleep(200);
      expect(await effectsOf('waiting')).toEqual([]);
      await asAdmin(() => jobs.queue.command('retry', waiting));
      await reaches(waiting, 'completed');
    });

    it('is refused where it is impossible, to who may not, and for another version', async () => {
      const jobs = await working([effectsHandler()]);
      const id = await start(jobs, { name: 'refused' });
      await reaches(id, 'completed');
      const command = (actor: Viewer, version?: number) =>
        runInScope(() => {
          actAs(actor);
          return jobs.queue.command('cancel', id, version);
        });
      await expect(command(admin)).rejects.toMatchObject({
        code: 'state',
        message: 'The job cannot be cancelled: it is completed',
      });
      await expect(command(admin, 1)).rejects.toMatchObject({ code: 'precondition_failed' });
      await expect(command({ ...admin, id: 'x', role: 'user' })).rejects.toMatchObject({ code: 'not_found' });
      await expect(asAdmin(() => jobs.queue.command('retry', admin.id))).rejects.toMatchObject({
        code: 'not_found',
      });
    });
  });

  describe('a lease', () => {
    it('that has ended lets nothing be written, and the job goes on with who takes it up', async () => {
      const stale: unknown[] = [];
      const run = async (given: JobRun<EffectsPayload>): Promise<void> => {
        if (given.processedItems === 0) {
          await given.step(async () => {
            await prisma.$executeRaw`INSERT INTO effects (name, item) VALUES ('stale', 0)`;
            return { processed: 1, checkpoint: 1 };
          });
          // As if the process had been stopped for longer than its lease.
          await prisma.$executeRaw`UPDATE jobs SET lease_until = now() - interval '1 second' WHERE id = ${given.id}`;
          await given
            .step(async () => {
              await prisma.$executeRaw`INSERT INTO effects (name, item) VALUES ('stale', 99)`;
              return { processed: 1 };
            })
            .catch((error: unknown) => {
              stale.push(error);
              throw error;
            });
        }
        await runEffects(given);
      };
      const jobs = await working([effectsHandler({ run })], { lease: 600 });
      const id = await start(jobs, { name: 'stale', items: 3 });
      await reaches(id, 'completed');
      expect(stale).toEqual([expect.any(StaleLeaseError)]);
      expect(await jobOf(id)).toMatchObject({ attempt: 2, processedItems: 3 });
      expect(await effectsOf('stale')).toEqual([0, 1, 2]);
    });

    it.runIf(patient)(
      'goes on while its holder lives, however long a step or a wait between steps takes',
      async () => {
        const run = async (given: JobRun<EffectsPayload>): Promise<void> => {
          await sleep(1500);
          await runEffects(given);
          await sleep(1500);
        };
        const jobs = await working([effectsHandler({ run })], { lease: 1000 });
        const id = await start(jobs, { name: 'slow', items: 1 });
        await reaches(id, 'completed');
        expect(await jobOf(id)).toMatchObject({ attempt: 1, failures: 0 });
      },
    );

    it('is given up when the process stops, and the job goes on elsewhere from its last step', async () => {
      const first = await working([effectsHandler()]);
      const id = await start(first, { name: 'drained', items: 40, pause: 10 });
      await expect.poll(async () => (await jobOf(id)).processedItems).toBeGreaterThan(3);
      expect(await first.close(5000)).toBe(true);
      expect(await jobOf(id)).toMatchObject({ status: 'pending', failures: 0, leaseUntil: null });
      await working([effectsHandler()]);
      await reaches(id, 'completed');
      expect(await jobOf(id)).toMatchObject({ attempt: 2, processedItems: 40 });
      expect(await effectsOf('drained')).toEqual(Array.from({ length: 40 }, (_, n) => n));
    });

    it.runIf(patient)(
      'whose holder dies again and again without coming further is the last of its job',
      async () => {
        const run = async ({ id, signal }: JobRun): Promise<void> => {
          await prisma.$executeRaw`UPDATE jobs SET lease_until = now() - interval '1 second' WHERE id = ${id}`;
          await new Promise((_resolve, reject) => {
            signal.addEventListener('abort', () => reject(signal.reason));
          });
        };
        const jobs = await working([effectsHandler({ run })], { lease: 300 });
        const id = await start(jobs, { name: 'deadly' });
        await reaches(id, 'failed');
        expect(await jobOf(id)).toMatchObject({
          attempt: 5,
          error: 'Its process ended 5 times without having come any further',
        });
      },
    );
  });

  describe('limits', () => {
    it.runIf(patient)('keep the number of jobs that are done at a time, here and everywhere', async () => {
      let now = 0;
      let most = 0;
      const run = async (given: JobRun<EffectsPayload>): Promise<void> => {
        most = Math.max(most, ++now);
        await sleep(10);
        await runEffects(given);
        now--;
      };
      for (const [processes, limits, expected] of [
        [1, { concurrency: 3 }, 3],
        [2, { concurrency: 4, limit: 2 }, 2],
      ] as const) {
        [now, most] = [0, 0];
        const opened = [];
        for (let n = 0; n < processes; n++) opened.push(await working([effectsHandler({ run, ...limits })]));
        const payloads = Array.from({ length: 12 }, (_, n) => ({ name: `limited ${processes} ${n}` }));
        const ids = await opened[0]!.queue.enqueueMany(effectsJob, payloads, { bySystem: true });
        for (const id of ids) await reaches(id, 'completed');
        expect(most).toBe(expected);
        for (const jobs of opened) await jobs.close(1000);
      }
    });
  });

  describe('whoever started a job', () => {
    it('has it done in their name, and only while they may', async () => {
      onTestFinished(() => emptyUsers());
      await unitOfWork(
        () =>
          prisma.user.createMany({
            data: [
              { id: admin.id, name: 'Ada', email: 'ada@example.org', role: 'admin' },
              { name: 'Root', email: 'root@example.org', role: 'admin' },
            ],
          }),
        { actor: SYSTEM },
      );
      const run = (given: JobRun<EffectsPayload>): Promise<void> =>
        runEffects(given, async (item) => {
          await prisma.user.updateMany({
            where: { email: 'root@example.org' },
            data: { name: `Root ${item}`, version: { increment: 1 } },
          });
        });
      const jobs = await working([effectsHandler({ run })]);
      const id = await asAdmin(() => jobs.queue.enqueue(effectsJob, { name: 'own', items: 1000, pause: 10 }));
      await expect.poll(async () => (await jobOf(id)).processedItems).toBeGreaterThan(2);
      const change = await prisma.change.findFirst({ where: { kind: 'update' }, orderBy: { seq: 'desc' } });
      expect(change).toMatchObject({ actor: admin.id, requestId: id });
      await unitOfWork(
        () =>
          prisma.user.update({
            where: { id: admin.id },
            data: { status: 'inactive', version: { increment: 1 } },
          }),
        { actor: SYSTEM },
      );
      await reaches(id, 'failed');
      expect(await jobOf(id)).toMatchObject({
        error: 'Whoever started this job has no active account any more',
      });
    });
  });

  describe('a schedule', () => {
    it('is made up for once, where a day was missed, whoever starts', async () => {
      const run = vi.fn(async () => {});
      const definition = { ...effectsJob, payload: effectsJob.payload.partial() };
      const handler: AnyJobHandler = { definition, run, schedule: '0 3 * * *' };
      await working([handler]);
      await working([handler]);
      await expect.poll(() => run.mock.calls.length).toBe(1);
      const found = () => prisma.job.findMany({ where: { type: 'effects' } });
      await expect.poll(found).toMatchObject([{ status: 'completed', startedBy: SYSTEM, payload: {} }]);
      const scheduled = await prisma.$queryRaw`SELECT name, cron, timezone FROM pgboss.schedule`;
      expect(scheduled).toEqual([{ name: 'effects', cron: '0 3 * * *', timezone: 'UTC' }]);
    });
  });
}
