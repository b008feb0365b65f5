import { describe, expect, it } from 'vitest';
import { storedJob } from '../jobs/memory.fixture';
import type { Actor } from './actor';
import { jobPolicy } from './job.policy';

const own = storedJob('1', { startedBy: 'ada' });
const foreign = storedJob('2', { startedBy: 'eve' });
const ada = { id: 'ada', role: 'user', status: 'active' } as const;
const admin = { id: 'root', role: 'admin', status: 'active' } as const;
const inactive = { ...admin, status: 'inactive' } as const;

/** What an actor may do with the own job and with another's. */
const decisions = (actor: Actor) =>
  [own, foreign].map((row) =>
    [
      jobPolicy.can(actor, 'read', { row }) && 'read',
      jobPolicy.can(actor, 'update', { row, field: 'status' }) && 'command',
      jobPolicy.can(actor, 'delete', { row }) && 'delete',
    ].filter(Boolean),
  );

describe('jobPolicy', () => {
  it.each([
    [
      'an admin',
      admin,
      [
        ['read', 'command'],
        ['read', 'command'],
      ],
      true,
    ],
    ['whoever started a job', ada, [['read'], []], false],
    ['who may not sign in', inactive, [[], []], false],
    ['nobody', undefined, [[], []], false],
  ] as const)('%s', (...[, actor, expected, starts]) => {
    expect(decisions(actor)).toEqual(expected);
    expect(jobPolicy.can(actor, 'create')).toBe(starts);
  });

  it('lets nobody write what only the worker may', () => {
    for (const field of ['processedItems', 'startedBy', 'progress', 'attempt'])
      expect(jobPolicy.can(admin, 'update', { row: own, field })).toBe(false);
  });

  it('tells of a job as a whole, with its progress, or not at all', () => {
    const row = { ...own, progress: 12 };
    expect(jobPolicy.present(ada, row)).toEqual(row);
    expect(() => jobPolicy.present(ada, { ...foreign, progress: 12 })).toThrow('Not found');
    expect(jobPolicy.readableWhere(ada)).toEqual({ startedBy: 'ada' });
    expect(jobPolicy.queryableFields(ada).has('status')).toBe(true);
  });
});
