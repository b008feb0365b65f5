import type { Readable } from 'node:stream';
import { type FileColumn, importUsersJob } from '@myapp/core/jobs';
import { NotFoundError } from 'reactive/errors';
import { prisma } from '../../database/current';
import { fromText } from '../csv/formulas';
import { writeCsv } from '../csv/write-csv';

/** Rows that are read at a time. */
const PAGE = 500;

const fieldErrors = (errors: unknown): string =>
  Object.entries(errors as Record<string, string[]>) // as they were written
    .map(([field, texts]) => (field === '' ? '' : `${field}: `) + texts.join(', '))
    .join('; ');

/** What a report says of a row itself, in its first columns. */
const OWN_COLUMNS = ['row', 'problem'] as const satisfies readonly FileColumn[];

/** Of a report that was sent again: the next one says that anew. */
const isOwn = (column: FileColumn | undefined): boolean => OWN_COLUMNS.some((own) => own === column);

async function* refusedRows(
  jobId: string,
  columns: readonly FileColumn[],
  renewed: () => Promise<void>,
): AsyncGenerator<readonly string[], void, void> {
  for (let after = 0; ; ) {
    const where = { jobId, item: { gt: after } };
    const page = await prisma.jobRefusal.findMany({ where, orderBy: { item: 'asc' }, take: PAGE });
    for (const { item, errors, values } of page) {
      const own = values.filter((_, at) => !isOwn(columns[at]));
      // As programs for tables count them.
      yield [String(item + 1), fieldErrors(errors), ...own.map(fromText)];
    }
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
  const { columns } = payload.data;
  const header = [...OWN_COLUMNS, ...columns.filter((name) => !isOwn(name))];
  return writeCsv(header, refusedRows(jobId, columns, renewed));
}
