import { pipeline, type Readable } from 'node:stream';
import type { IUser } from '@myapp/core/entities/user';
import { type IJob, Job, Jobs } from '@myapp/core/jobs';
import { jobPolicy, requireActor, userPolicy } from '@myapp/core/policies';
import type { Response, Router } from 'express';
import { ValidationError } from 'reactive/errors';
import { type ApiRequest, apiRouter, ifMatch, listSpecs, sendList, sendRow } from 'reactive/express';
import type { ListSpecs } from 'reactive/query';
import { exportUsers } from '../jobs/export/export-users';
import { importReport } from '../jobs/import/report';
import type { JobQueue } from '../jobs/job-queue';
import type { JobProviders } from '../providers/job.provider';
import { renewal } from './authenticate';

/** What the routes of jobs work with. */
export interface JobParts {
  readonly queue: JobQueue;
  /** Where jobs are kept. */
  readonly jobs: JobProviders;
}

/** What of a job whoever asks may know. */
export const shownJob = (job: Job): Partial<IJob> => jobPolicy.present(requireActor(), job.getProperties());

/** The version that a command is based on, where it says one: what it asks for is decided by where the job stands. */
const versionOf = (req: ApiRequest): number | undefined =>
  req.headers['if-match'] === undefined ? undefined : ifMatch(req);

/**
 * What a file of all rows is asked by.
 *
 * @throws ValidationError for what asks for a page of them
 */
function wholeList<T>({ where, orderBy, ...page }: ListSpecs<T>): Pick<ListSpecs<T>, 'where' | 'orderBy'> {
  const errors = Object.fromEntries(Object.keys(page).map((name) => [name, ['Unknown parameter']]));
  if (Object.keys(errors).length > 0) throw new ValidationError(undefined, { errors });
  return { where, orderBy };
}

/** Sends a file while it is made; one that fails on the way is cut off. */
function sendFile(res: Response, file: Readable, name: string): void {
  res.set({
    'Content-Type': 'text/csv; charset=utf-8',
    'Content-Disposition': `attachment; filename="${name}"`,
    'Cache-Control': 'no-store',
  });
  res.setMaxListeners(20); // what wraps a response listens to it already
  pipeline(file, res, () => {}); // what fails has cut it off
}

/**
 * The routes of jobs, and the files that are made of users, to be mounted under `/api` behind `jsonBody()`, a request
 * scope and `idempotent()`. A file that is sent is received by {@link importRoutes}.
 *
 * @example
 * app.use('/api', jsonBody(), scopeMiddleware(), idempotent(idempotencyRecords), jobRoutes({ queue, jobs: jobProviders(queue) }));
 */
export function jobRoutes({ queue, jobs: { item: provider, collection } }: JobParts): Router {
  const load = (id: string): Promise<Job> => new Job({ id, provider }).load();
  return apiRouter((router) => {
    router.get('/jobs', async (req, res) => {
      const jobs = new Jobs({ provider: collection });
      await jobs.load(listSpecs<IJob>(req, jobPolicy.queryableFields(requireActor())));
      sendList(res, { items: jobs.items.map(shownJob), total: jobs.getTotal(), next: jobs.getNext() });
    });

    router.get('/jobs/export-users', async (req, res) => {
      const specs = listSpecs<IUser>(req, userPolicy.queryableFields(requireActor()));
      sendFile(res, await exportUsers(wholeList(specs), renewal(res)), 'users.csv');
    });

    router.get('/jobs/:id', async (req, res) => {
      sendRow(res, shownJob(await load(req.params.id)));
    });

    for (const command of ['cancel', 'retry'] as const) {
      router.post(`/jobs/:id/${command}`, async (req, res) => {
        await queue.command(command, req.params.id, versionOf(req));
        sendRow(res, shownJob(await load(req.params.id)));
      });
    }

    router.get('/jobs/:id/report', async (req, res) => {
      const { id } = await load(req.params.id);
      const renewed = renewal(res, () => load(id));
      sendFile(res, await importReport(id, renewed), 'refused-rows.csv');
    });
  });
}
