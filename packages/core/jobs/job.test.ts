import { Scope } from 'reactive/registry';
import { describe, expect, it } from 'vitest';
import { actAs, type Viewer } from '../policies';
import { Job, Jobs } from './index';
import { memoryJobs, storedJob } from './memory.fixture';
import type { StoredJob } from './types';

const admin: Viewer = { id: 'root', role: 'admin', status: 'active' };
const ada: Viewer = { id: 'ada', role: 'user', status: 'active' };

const jobOf = (values: Partial<StoredJob>, actor: Viewer = admin): Job =>
  new Scope().run(() => {
    actAs(actor);
    return new Job({ ...storedJob('1', values), provider: memoryJobs([storedJob('1', values)]) });
  });

/** What a scope says in the name of somebody. */
const as = <R>(actor: Viewer, work: () => R): R =>
  new Scope().run(() => {
    actAs(actor);
    return work();
  });

describe('a job', () => {
  it('knows how far it is, how fast, and how long it will take', () => {
    const at = (second: number): Date => new Date(Date.UTC(2026, 10, 27, 0, 0, second));
    const running = { status: 'running', resumedAt: at(0), resumedItems: 20 } as const;
    const job = jobOf({ ...running, totalItems: 200, processedItems: 70, updatedAt: at(5) });
    expect([job.progress, job.itemsPerSecond, job.secondsLeft]).toEqual([35, 10, 13]);
    const begun = jobOf({ ...running, totalItems: 200, processedItems: 20, updatedAt: at(0) });
    expect([begun.progress, begun.itemsPerSecond, begun.secondsLeft]).toEqual([10, undefined, undefined]);
    const over = jobOf({ ...running, status: 'completed', processedItems: 100, updatedAt: at(8) });
    expect([over.progress, over.itemsPerSecond, over.secondsLeft]).toEqual([100, 10, undefined]);
    expect(jobOf({ totalItems: 0 }).progress).toBe(0);
  });

  it('is cancelled and taken up again by its provider, and is then as that has it', async () => {
    const job = jobOf({});
    await job.cancel();
    expect([job.status, job.isActive]).toEqual(['cancelled', false]);
    await job.retry();
    expect([job.status, job.isActive]).toEqual(['pending', true]);
    const alone = new Scope().run(() => new Job({ id: '2' }));
    await expect(alone.cancel()).rejects.toMatchObject({ code: 'state' });
  });

  it.each([
    ['pending', ['cancel']],
    ['running', ['cancel']],
    ['completed', []],
    ['failed', ['retry']],
    ['cancelled', ['retry']],
  ] as const)('that is %s can be asked to %j', (status, possible) => {
    as(admin, () => {
      const job = new Job(storedJob('1', { status }));
      expect((['cancel', 'retry'] as const).filter((command) => job.can(command))).toEqual(possible);
    });
  });

  it('is not cancelled twice', () => {
    as(admin, () => {
      const job = new Job(storedJob('1', { status: 'running', cancelling: true }));
      expect(job.whyNot('cancel')).toBe('It is being cancelled');
    });
  });

  it('is managed by admins, and seen by whoever started it', () => {
    as(ada, () => {
      expect(new Job(storedJob('1')).whyNot('cancel')).toBe('Only an admin may do this');
      expect(new Jobs().can('create')).toBe(false);
    });
    as(admin, () => expect(new Jobs().can('create')).toBe(true));
  });
});
