import { NotFoundError } from 'reactive/errors';
import { type IJob, type IJobProvider, type StoredJob } from './types';

const time = new Date('2026-11-27T00:00:00Z');

/** A stored job; what is not given is plausible. */
export const storedJob = (id: string, values: Partial<StoredJob> = {}): StoredJob => ({
  id,
  type: 'import-users',
  label: 'people.csv',
  status: 'pending',
  totalItems: 100,
  processedItems: 0,
  createdItems: 0,
  updatedItems: 0,
  unchangedItems: 0,
  refusedItems: 0,
  error: null,
  cancelling: false,
  startedBy: 'ada',
  attempt: 0,
  createdAt: time,
  startedAt: null,
  resumedAt: null,
  resumedItems: 0,
  updatedAt: time,
  finishedAt: null,
  version: 1,
  ...values,
});

/** A provider of jobs in memory, whose commands do what those of a server do to a job that waits. */
export const memoryJobs = (rows: StoredJob[]) => {
  const found = (id: string): StoredJob => {
    const row = rows.find((each) => each.id === id);
    if (row === undefined) throw new NotFoundError();
    return row;
  };
  return class implements IJobProvider {
    load = async (id: string): Promise<Partial<IJob>> => ({ ...found(id) });
    cancel = async (id: string): Promise<Partial<IJob>> => Object.assign(found(id), { status: 'cancelled' });
    retry = async (id: string): Promise<Partial<IJob>> => Object.assign(found(id), { status: 'pending' });
  };
};
