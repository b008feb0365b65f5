import { fieldsOf } from 'reactive/query';
import { type IJob, jobSchema } from '../jobs/types';
import { Policy } from './policy';

/** What is known of a job, and computed of that. */
const known = [...(Object.keys(jobSchema.shape) as (keyof IJob)[]), 'progress'] as const; // of a schema that is made of IJob's

/**
 * Who may do what with jobs. An admin starts, sees, stops and takes up all of them; everybody else sees those that they
 * have started themselves. To cancel and to retry is to change the status.
 *
 * @example
 * jobPolicy.can(viewer, 'update', { row: job, field: 'status' });
 */
export const jobPolicy = new Policy<IJob>({
  entity: 'jobs',
  fields: fieldsOf(jobSchema),
  known: { read: known, create: ['type'], update: ['status'] },
  otherwise: 'Only an admin may do this',
  rules({ id, role }, { allow }) {
    if (role === 'admin') for (const action of ['read', 'create', 'update'] as const) allow(action);
    else allow('read', { where: { startedBy: id } });
  },
});
