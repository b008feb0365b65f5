import { type ImportUsersPayload, importUsersJob } from '@myapp/core/jobs';
import { jobPolicy, requireActor } from '@myapp/core/policies';
import { errorFrom, ForbiddenError, NotFoundError } from 'reactive/errors';
import { isEmbedded } from '../../database/current';
import type { JobHandler, JobRun } from '../handler';
import { type FileRow, fileRows, inBatches } from './read-rows';
import { discardUpload, hasUpload } from './uploads';
import { OvertakenError, refuseRow, type WriteOptions, writeRows } from './write-rows';

/** Rows that are committed together: enough for the cost of a commit, few enough for others to write in between. */
const ROWS = 500;

/** The same where each of them holds up the whole process. */
const ROWS_EMBEDDED = 100;

/** How often rows are tried that others are quicker with. */
const ATTEMPTS = 3;

type ImportRun = JobRun<ImportUsersPayload>;

/** @throws ForbiddenError when whoever started the import may not import any more */
function optionsOf({ id, payload: { duplicates } }: ImportRun): WriteOptions {
  const actor = requireActor();
  const reason = jobPolicy.reason(actor, 'create');
  if (reason !== undefined) throw new ForbiddenError(reason);
  return { jobId: id, actor, duplicates };
}

/** Whether an error is one of what was to be written, which the database has refused. */
function isAboutRows(error: unknown): boolean {
  return ['conflict', 'validation'].includes(errorFrom(error).code);
}

/** Imports rows together; where one of them spoils it for all, those before and after it without it. */
async function importRows(run: ImportRun, rows: readonly FileRow[], attempts = ATTEMPTS): Promise<void> {
  try {
    await run.step(() => writeRows(rows, optionsOf(run)), { origin: 'import' });
  } catch (error) {
    if (!isAboutRows(error)) throw error;
    const [only, ...others] = rows;
    if (error instanceof OvertakenError && attempts > 1) await importRows(run, rows, attempts - 1);
    else if (only !== undefined && others.length === 0) {
      await run.step(() => refuseRow(only, error, optionsOf(run)));
    } else {
      const middle = Math.ceil(rows.length / 2);
      await importRows(run, rows.slice(0, middle));
      await importRows(run, rows.slice(middle));
    }
  }
}

/** Imports the users of a file, in the name of who sent it. */
export const importUsersHandler: JobHandler<typeof importUsersJob.payload> = {
  definition: importUsersJob,
  concurrency: 1,
  limit: 2,
  async run(run) {
    const { uploadId } = run.payload;
    if (!(await hasUpload(uploadId)))
      throw new NotFoundError('The file of this import is not there any more');
    const rows = fileRows(run.payload, Number(run.checkpoint ?? 0));
    const size = isEmbedded() ? ROWS_EMBEDDED : ROWS;
    for await (const batch of inBatches(rows, size)) await importRows(run, batch);
    await run.finish(async () => {
      await discardUpload(uploadId);
      return { processed: 0 };
    });
  },
};
