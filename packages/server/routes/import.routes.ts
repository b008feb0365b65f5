import { Job } from '@myapp/core/jobs';
import type { Request, Response, Router } from 'express';
import { AbortedError, errorFrom, UnsupportedMediaTypeError, ValidationError } from 'reactive/errors';
import {
  apiRouter,
  etag,
  type IdempotencyStore,
  idempotencyKey,
  type KeptAnswer,
  type OnceAnswer,
} from 'reactive/express';
import { tooLarge } from '../jobs/import/receive-file';
import {
  type ImportOptions,
  type ImportParts,
  importOptionsSchema,
  type ReceivedImport,
  receiveImport,
  requireImporter,
} from '../jobs/import/start-import';
import type { JobProviders } from '../providers/job.provider';
import { renewal } from './authenticate';
import { shownJob } from './job.routes';

/** What a file is received with. */
export interface ImportRouteParts extends ImportParts {
  readonly jobs: JobProviders;
  /** Remembers what was answered to a request with an `Idempotency-Key`. */
  readonly answers: IdempotencyStore;
}

const PATH = '/jobs/import-users';

/** The same, as Express takes it: in any case, with a slash at its end or without. */
const AS_TAKEN = /^\/jobs\/import-users\/?$/i;

/** Whether a request, under `/api`, sends a file that is read as it arrives: its body is for nobody else to read. */
export function isUpload({ method, path }: Pick<Request, 'method' | 'path'>): boolean {
  return method === 'POST' && AS_TAKEN.test(path);
}

/** @throws ValidationError with messages per parameter: unknown and repeated ones are refused */
function optionsOf({ url }: Pick<Request, 'url'>): ImportOptions {
  const start = url.indexOf('?');
  const search = new URLSearchParams(start === -1 ? '' : url.slice(start));
  const repeated = [...new Set(search.keys())].filter((name) => search.getAll(name).length > 1);
  if (repeated.length > 0) {
    throw new ValidationError(undefined, {
      errors: Object.fromEntries(repeated.map((name) => [name, ['Was given more than once']])),
    });
  }
  const { success, data, error } = importOptionsSchema.safeParse(Object.fromEntries(search));
  if (!success) throw errorFrom(error);
  return data;
}

/** Refuses by its headers what would be refused anyway. */
function refuseOtherFiles({ headers }: Pick<Request, 'headers'>, maxBytes: number): void {
  const [type = '', ...parameters] = (headers['content-type'] ?? '').toLowerCase().split(';');
  const charset = parameters.find((parameter) => parameter.trim().startsWith('charset='));
  if (type.trim() !== 'text/csv' || (charset !== undefined && !/=\s*"?utf-8"?\s*$/.test(charset))) {
    throw new UnsupportedMediaTypeError(
      'The file must be sent as text/csv in UTF-8, as the body of the request',
    );
  }
  if (headers['content-encoding'] !== undefined && headers['content-encoding'] !== 'identity') {
    throw new UnsupportedMediaTypeError('The file must be sent uncompressed');
  }
  if (Number(headers['content-length'] ?? 0) > maxBytes) throw tooLarge(maxBytes);
}

/** The body as it arrives. What is refused halfway leaves the connection open, for the answer to be read. */
async function* bytesOf(req: Request): AsyncGenerator<Uint8Array, void, void> {
  try {
    yield* req.iterator({ destroyOnReturn: false });
  } catch (cause) {
    throw new AbortedError('The client went away before the file was complete', { cause });
  }
}

async function receive(req: Request, parts: ImportRouteParts): Promise<ReceivedImport> {
  try {
    const options = optionsOf(req);
    requireImporter();
    refuseOtherFiles(req, parts.maxBytes);
    return await receiveImport(bytesOf(req), options, parts);
  } catch (error) {
    req.resume(); // the rest, for which nobody waits any more
    throw error;
  }
}

/** Makes the job, and the answer that tells of it. */
async function start(received: ReceivedImport, { jobs }: ImportRouteParts): Promise<KeptAnswer> {
  const id = await received.start();
  const job = shownJob(await new Job({ id, provider: jobs.item }).load());
  const headers = {
    'Content-Type': 'application/json; charset=utf-8',
    'Cache-Control': 'no-store',
    Location: `/api/jobs/${id}`,
    ETag: etag(job.version ?? 1),
  };
  return { status: 201, headers, body: JSON.stringify(job) };
}

async function startOnce(
  req: Request,
  received: ReceivedImport,
  parts: ImportRouteParts,
): Promise<OnceAnswer> {
  const key = idempotencyKey(req);
  const work = (): Promise<KeptAnswer> => start(received, parts);
  if (key === undefined) return { answer: await work(), replayed: false };
  const request = `${req.method} ${req.originalUrl}`;
  return parts.answers.once({ key, request, digest: received.file.digest }, work);
}

function send(res: Response, { answer, replayed }: OnceAnswer): void {
  if (replayed) res.set('Idempotency-Replayed', 'true');
  res.status(answer.status).set(answer.headers).send(Buffer.from(answer.body));
}

/**
 * Receives files of users and begins to import them, to be mounted under `/api` behind a request scope, and before
 * `idempotent()`: a request with an `Idempotency-Key` is done in one transaction, and none waits for a file to arrive.
 * What reads bodies has to leave alone what {@link isUpload} says.
 *
 * @example
 * app.use('/api', importRoutes({ queue, jobs, answers: idempotencyRecords, maxBytes: 20_000_000 }));
 */
export function importRoutes(parts: ImportRouteParts): Router {
  return apiRouter((router) => {
    router.post(PATH, async (given, res) => {
      const req = given as Request; // its body is nothing that was read
      idempotencyKey(req);
      // A file takes as long as its sender likes, and may outlast what they were let in by.
      const renewed = renewal(res, async () => requireImporter());
      const received = await receive(req, parts);
      try {
        await renewed();
        const answer = await startOnce(req, received, parts);
        if (answer.replayed) await received.discard();
        send(res, answer);
      } catch (error) {
        await received.discard();
        throw error;
      }
    });
  });
}
