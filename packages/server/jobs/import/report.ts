import type { Readable } from 'node:stream';
import { importUsersJob } from '@myapp/core/jobs';
import { NotFoundError } from 'reactive/errors';
import { prisma } from '../../database/current';
import { writeCsv } from '../csv/write-csv';

/** Rows that are read at a time. */
const PAGE = 500;

const fieldErrors = (errors: unknown): string =>
  Object.entries(errors as Record<string, string[]>) // as they were written
    .map(([field, texts]) => (field === '' ? '' : `${field}: `) + texts.join(', '))
    .join('; ');

async function* refusedRows(
  jobId: string,
  renewed: () => Promise<void>,
): AsyncGenerator<readonly string[], void, void> {
  for (let after = 0; ; ) {
    const where = { jobId, item: { gt: after } };
    const page = await prisma.jobRefusal.findMany({ where, orderBy: { item: 'asc' }, take: PAGE });
    // As programs for tables count them.
    for (const { item, errors, values } of page) yield [String(item + 1), fieldErrors(errors), ...values];
    const last = page.at(-1);
    if (last === undefined || page.length < PAGE) return;
    after = last.item;
    await renewed();
  }
}

/**
 * The rows that an import has refused so far, as a CSV file: where they stand, why, and what they were. Who may see the
 * job is for the caller to decide.
 *
 * @param renewed - called before each further page; ends the file by throwing
 * @throws NotFoundError when there is no such import
 */
export async function importReport(jobId: string, renewed: () => Promise<void>): Promise<Readable> {
  const job = await prisma.job.findFirst({ where: { id: jobId, type: importUsersJob.id } });
  const payload = importUsersJob.payload.safeParse(job?.payload);
  if (!payload.success) throw new NotFoundError('There is no report on this job');
  return writeCsv(['row', 'problem', ...payload.data.columns], refusedRows(jobId, renewed));
}
