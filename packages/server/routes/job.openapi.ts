import {
  DUPLICATES,
  IMPORT_COLUMNS,
  jobReadSchema,
  jobSchema,
  MAX_IMPORT_ROWS,
  REQUIRED_COLUMNS,
  SKIPPED_COLUMNS,
} from '@myapp/core/jobs';
import type { ErrorCode } from 'reactive/errors';
import { problemResponses, type ResourceDescription, resourcePaths } from 'reactive/openapi';
import { fieldsOf } from 'reactive/query';
import { z } from 'zod';
import type { ZodOpenApiOperationObject, ZodOpenApiPathsObject } from 'zod-openapi';
import { userResource } from './user.openapi';

const AT = '2026-11-27T10:00:00.000Z';

/** A job, as examples show one. */
const JOB = {
  id: '0199c2f0-0000-7000-8000-000000000001',
  type: 'import-users',
  label: 'people.csv',
  status: 'running',
  totalItems: 10_000,
  processedItems: 2_500,
  createdItems: 2_400,
  updatedItems: 0,
  unchangedItems: 0,
  refusedItems: 100,
  error: null,
  cancelling: false,
  startedBy: '0199c2f0-0000-7000-8000-0000000000ad',
  attempt: 1,
  createdAt: AT,
  startedAt: AT,
  resumedAt: AT,
  resumedItems: 0,
  updatedAt: AT,
  finishedAt: null,
  version: 7,
  progress: 25,
};

const EVERYWHERE: readonly ErrorCode[] = ['unauthenticated', 'forbidden', 'rate_limited'];
const OF_SERVER: readonly ErrorCode[] = ['internal', 'unavailable'];
const read = jobReadSchema;

const { paths, components } = resourcePaths({
  name: 'Job',
  path: '/api/jobs',
  read,
  create: z.strictObject({}),
  patch: z.strictObject({}),
  fields: fieldsOf(jobSchema),
  example: JOB,
  examples: { create: {}, patch: {} },
  everywhere: EVERYWHERE,
});

/** What is described for every list and every row. */
function described(path: string): ZodOpenApiOperationObject {
  const operation = paths[path]?.get;
  if (operation === undefined) throw new Error(`${path} is not described`);
  return operation;
}

const [ID] = described('/api/jobs/{id}').parameters ?? [];
const parameters = ID === undefined ? [] : [ID];
const IF_MATCH = {
  name: 'If-Match',
  in: 'header' as const,
  description:
    'The `ETag` of the version that the command is based on, where that matters: it grows with each step.',
  schema: { type: 'string' as const, pattern: '^"[1-9][0-9]{0,14}"$' },
};
const IDEMPOTENCY_KEY = {
  name: 'Idempotency-Key',
  in: 'header' as const,
  description: 'The same for each repetition of one request, so that it is done once.',
  schema: { type: 'string' as const, pattern: '^[\\x21-\\x7e]{1,255}$' },
};

const row = (description: string) => ({
  description,
  headers: { ETag: { schema: { type: 'string' as const } } },
  content: { 'application/json': { schema: read, example: JOB } },
});

const csv = (description: string) => ({
  description,
  content: { 'text/csv': { schema: { type: 'string' as const } } },
});

const answers = (codes: readonly ErrorCode[]) => problemResponses([...codes, ...EVERYWHERE, ...OF_SERVER]);

const command = (operationId: string, summary: string): ZodOpenApiOperationObject => ({
  operationId,
  summary,
  tags: ['Jobs'],
  parameters: [...parameters, IF_MATCH, IDEMPOTENCY_KEY],
  responses: {
    '200': row('The job as it stands then.'),
    ...answers([
      'validation',
      'not_found',
      'state',
      'in_progress',
      'key_reused',
      'precondition_failed',
      'unsupported_media_type',
      'payload_too_large',
    ]),
  },
});

const columns = (names: readonly string[]): string => names.map((name) => `\`${name}\``).join(', ');

const importing: ZodOpenApiOperationObject = {
  operationId: 'importUsers',
  summary: 'Begins to import the users of a CSV file',
  description:
    `The file is the body. Its first line names the columns, in any order: ${columns(REQUIRED_COLUMNS)}, and any of ` +
    `${columns(IMPORT_COLUMNS.filter((name) => !(REQUIRED_COLUMNS as readonly string[]).includes(name)))}. ` +
    `Nothing is taken from ${columns(SKIPPED_COLUMNS)}, which our own files have. ` +
    `Values are separated by commas, semicolons or tabs. At most ${MAX_IMPORT_ROWS} rows.`,
  tags: ['Jobs'],
  parameters: [
    {
      name: 'duplicates',
      in: 'query',
      description: 'Whether a row whose e-mail a user has already is refused, or changes that user.',
      schema: { type: 'string', enum: [...DUPLICATES], default: 'refuse' },
    },
    {
      name: 'file',
      in: 'query',
      description: 'The name of the file, for people.',
      schema: { type: 'string', minLength: 1, maxLength: 255 },
    },
    IDEMPOTENCY_KEY,
  ],
  requestBody: {
    required: true,
    content: {
      'text/csv': { schema: { type: 'string' }, example: 'name,email\r\nAda Lovelace,ada@example.org\r\n' },
    },
  },
  responses: {
    '201': {
      ...row('The job, which waits for its turn.'),
      headers: { Location: { schema: { type: 'string' } } },
    },
    ...answers(['validation', 'payload_too_large', 'unsupported_media_type', 'in_progress', 'key_reused']),
  },
};

const ofUsers: ZodOpenApiOperationObject = userResource.paths['/api/users']?.get ?? described('/api/jobs');

/** A file has all of them: it is asked for with a filter and an order, and in no pages. */
const WHOLE = (ofUsers.parameters ?? []).filter(
  (each) => !('name' in each) || !['limit', 'next'].includes(each.name ?? ''),
);

const jobPaths: ZodOpenApiPathsObject = {
  '/api/jobs': { get: described('/api/jobs') },
  '/api/jobs/import-users': { post: importing },
  '/api/jobs/export-users': {
    get: {
      operationId: 'exportUsers',
      summary: 'The users that match, as a CSV file, as far as the caller may see them',
      tags: ['Jobs'],
      parameters: WHOLE,
      responses: { '200': csv('The file, while it is made.'), ...answers(['validation']) },
    },
  },
  '/api/jobs/{id}': { get: described('/api/jobs/{id}') },
  '/api/jobs/{id}/cancel': { post: command('cancelJob', 'Has a job stop, after what it is writing') },
  '/api/jobs/{id}/retry': {
    post: command('retryJob', 'Takes up a job that failed or was cancelled, where it left off'),
  },
  '/api/jobs/{id}/report': {
    get: {
      operationId: 'getJobReport',
      summary: 'The rows that an import has refused, and why, as a CSV file',
      tags: ['Jobs'],
      parameters,
      responses: { '200': csv('The file, while it is made.'), ...answers(['validation', 'not_found']) },
    },
  },
};

/** What the document of the API says of the routes of jobs. */
export const jobResource: ResourceDescription = {
  paths: jobPaths,
  components: {
    schemas: Object.fromEntries(
      Object.entries(components.schemas ?? {}).filter(([name]) => ['Job', 'JobWhere'].includes(name)),
    ),
  },
};
