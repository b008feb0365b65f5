import { DUPLICATES, importUsersJob, jobSchema } from '@myapp/core/jobs';
import { jobPolicy, requireActor } from '@myapp/core/policies';
import { z } from 'zod';
import { unitOfWork } from '../../database/unit-of-work';
import type { CsvSource } from '../csv/read-csv';
import type { JobQueue } from '../job-queue';
import { type ReceivedFile, receiveFile } from './receive-file';
import { discardUpload, giveUpload } from './uploads';

/** How a file is imported. */
export const importOptionsSchema = z.strictObject({
  /** What to do with a row whose e-mail a user has already. */
  duplicates: z.enum(DUPLICATES).default('refuse'),
  /** The name of the file, for people. */
  file: z.string().trim().pipe(jobSchema.shape.label.unwrap()).default('users.csv'),
});

export type ImportOptions = z.output<typeof importOptionsSchema>;

/** What imports are begun with. */
export interface ImportParts {
  readonly queue: JobQueue;
  /** Bytes that a file may have. */
  readonly maxBytes: number;
}

/** A file that was received, and what is done with it. */
export interface ReceivedImport {
  readonly file: ReceivedFile;
  /** Makes the job, whose the file is from then on; gives its id. */
  start(): Promise<string>;
  /** Removes the file. */
  discard(): Promise<void>;
}

/** @throws UnauthenticatedError, ForbiddenError unless whoever acts may import */
export function requireImporter(): void {
  jobPolicy.authorize(requireActor(), 'create', { row: { type: importUsersJob.id }, fields: ['type'] });
}

/**
 * Receives a file of users to be imported.
 *
 * @throws ForbiddenError unless whoever acts may import; and what {@link receiveFile} throws
 */
export async function receiveImport(
  source: CsvSource,
  { duplicates, file: label }: ImportOptions,
  { queue, maxBytes }: ImportParts,
): Promise<ReceivedImport> {
  requireImporter();
  const file = await receiveFile(source, maxBytes);
  const { uploadId, columns, delimiter, rows: totalItems } = file;
  return {
    file,
    async start() {
      const id = await unitOfWork(async () => {
        const payload = { uploadId, columns, delimiter, duplicates };
        const made = await queue.enqueue(importUsersJob, payload, { label, totalItems });
        await giveUpload(uploadId, made);
        return made;
      });
      queue.wake();
      return id;
    },
    discard: () => discardUpload(uploadId),
  };
}
