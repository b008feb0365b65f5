import { type IUser, userSchema } from '@myapp/core/entities/user';
import { type DUPLICATES, type IJob, type IJobProvider, jobSchema } from '@myapp/core/jobs';
import { errorFromProblem, UnavailableError } from 'reactive/errors';
import { HttpCollectionProvider, HttpItemProvider } from 'reactive/http';
import { fieldsOf, type ListSpecs } from 'reactive/query';
import { toSearchParams } from 'reactive/query/url';
import { apiConnection, sendFile } from './connection';

const PATH = '/api/jobs';

/**
 * One job behind the REST API of this origin: it is shown and asked to stop or go on, and changed by its worker alone.
 *
 * @example
 * const job = new Job({ id, provider: JobBrowserProvider });
 * await job.load();
 */
export class JobBrowserProvider extends HttpItemProvider<IJob> implements IJobProvider {
  static override readonly connection = apiConnection;
  protected override readonly path = PATH;
  protected override readonly schema = jobSchema;

  async cancel(id: string): Promise<IJob> {
    return this.#command(id, 'cancel');
  }

  async retry(id: string): Promise<IJob> {
    return this.#command(id, 'retry');
  }

  async #command(id: string, name: 'cancel' | 'retry'): Promise<IJob> {
    const { body } = await this.sendOnce({ method: 'POST', path: `${this.pathOf(id)}/${name}` });
    return this.row(body);
  }
}

/** The jobs behind the REST API of this origin. */
export class JobsBrowserProvider extends HttpCollectionProvider<IJob> {
  static override readonly connection = apiConnection;
  protected override readonly path = PATH;
  protected override readonly schema = jobSchema;
  protected override readonly item = JobBrowserProvider;
}

/** How a file of users is imported. */
export interface ImportFileOptions {
  readonly duplicates: (typeof DUPLICATES)[number];
  /** The same for each time that the same file is sent, should an answer be lost. */
  readonly idempotencyKey?: string | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Told how much of the file has been sent: from 0 to 1. */
  readonly onProgress?: (share: number) => void;
}

async function problemOf(response: Response): Promise<Error> {
  const body: unknown = await response.json().catch(() => ({}));
  return errorFromProblem(typeof body === 'object' && body !== null ? body : {}, response.status);
}

/**
 * Sends a file of users, straight from the disk, to be imported.
 *
 * @returns the id of the job
 * @throws ValidationError with `errors.columns` or `errors.file`, PayloadTooLargeError, UnsupportedMediaTypeError, …:
 * what the server threw; UnavailableError when it cannot be reached
 */
export async function importUsersFile(file: File, options: ImportFileOptions): Promise<string> {
  const { duplicates, idempotencyKey, signal, onProgress = () => {} } = options;
  const query = new URLSearchParams({ duplicates, file: file.name.slice(0, 255) || 'users.csv' });
  const headers: Record<string, string> = { 'Content-Type': 'text/csv', Accept: 'application/json' };
  if (idempotencyKey !== undefined) headers['Idempotency-Key'] = idempotencyKey;
  const sending = sendFile(`${PATH}/import-users?${query}`, { file, headers, signal, onProgress });
  const response = await sending.catch((cause: unknown) => {
    throw new UnavailableError('The file could not be sent: check the connection, then try again', { cause });
  });
  if (!response.ok) throw await problemOf(response);
  const { id } = (await response.json()) as { id: string }; // the server's own shape
  return id;
}

/** Where the report on an import is downloaded. */
export const reportAddress = (id: string): string => `${PATH}/${encodeURIComponent(id)}/report`;

/** Where the users that match are downloaded. */
export function exportAddress({ where, orderBy }: Pick<ListSpecs<IUser>, 'where' | 'orderBy'>): string {
  const specs = { ...(where && { where }), ...(orderBy && { orderBy }) };
  const query = toSearchParams(specs, fieldsOf(userSchema)).toString();
  return `${PATH}/export-users${query === '' ? '' : `?${query}`}`;
}
