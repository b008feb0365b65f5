import { z } from 'zod';
import type { oas31, ZodOpenApiOperationObject } from 'zod-openapi';
import type { ErrorCode } from '../errors';
import { ID, IDEMPOTENCY_KEY, IF_MATCH, IF_NONE_MATCH, listParameters } from './parameters';
import { problemResponses } from './problems';
import type { DescribedResource } from './types';

const ETAG: oas31.HeadersObject = {
  ETag: { description: 'The version, in quotes.', schema: { type: 'string' }, example: '"1"' },
};
const LOCATION: oas31.HeadersObject = {
  Location: { description: 'Where the new one is.', schema: { type: 'string' } },
};

const UNCHANGED = { description: 'It is still the version of `If-None-Match`.', headers: ETAG };

const OF_SERVER: readonly ErrorCode[] = ['internal', 'unavailable'];
const OF_BODY: readonly ErrorCode[] = ['payload_too_large', 'unsupported_media_type'];
const OF_KEY: readonly ErrorCode[] = ['in_progress', 'key_reused'];
const OF_VERSION: readonly ErrorCode[] = ['precondition_failed', 'precondition_required'];

const answers = ({ everywhere = [] }: DescribedResource, codes: readonly ErrorCode[]) =>
  problemResponses([...codes, ...everywhere, ...OF_SERVER]);

const row = ({ read, example }: DescribedResource, description: string, headers = ETAG) => ({
  description,
  headers,
  content: { 'application/json': { schema: read, example } },
});

const body = (schema: z.ZodObject, example: object) => ({
  required: true,
  content: { 'application/json': { schema, example } },
});

const named = ({ name }: DescribedResource, verb: string, summary: string) => ({
  operationId: `${verb}${name}`,
  summary: `${summary} a ${name.toLowerCase()}`,
  tags: [`${name}s`],
});

/** `GET` of the list. */
export const listOf = (
  resource: DescribedResource,
  where: oas31.ReferenceObject,
): ZodOpenApiOperationObject => {
  const { name, read, example, fields } = resource;
  const schema = z.object({ items: z.array(read), total: z.int().min(0), next: z.string().nullable() });
  return {
    operationId: `list${name}s`,
    summary: `Lists ${name.toLowerCase()}s, page by page`,
    tags: [`${name}s`],
    parameters: listParameters(fields, where),
    responses: {
      '200': {
        description: 'A page, with the number of all that match. `next` is null on the last one.',
        content: { 'application/json': { schema, example: { items: [example], total: 1, next: null } } },
      },
      ...answers(resource, ['validation']),
    },
  };
};

/** `POST` to the list. */
export const creationOf = (resource: DescribedResource): ZodOpenApiOperationObject => ({
  ...named(resource, 'create', 'Creates'),
  parameters: [IDEMPOTENCY_KEY],
  requestBody: body(resource.create, resource.examples.create),
  responses: {
    '201': row(resource, 'It was created.', { ...ETAG, ...LOCATION }),
    ...answers(resource, ['validation', 'conflict', ...OF_KEY, ...OF_BODY]),
  },
});

/** `GET` of one. */
export const readingOf = (resource: DescribedResource): ZodOpenApiOperationObject => ({
  ...named(resource, 'get', 'Reads'),
  parameters: resource.shared ? [ID, IF_NONE_MATCH] : [ID],
  responses: {
    '200': row(resource, 'The whole of it.'),
    ...(resource.shared && { '304': UNCHANGED }),
    ...answers(resource, ['validation', 'not_found']),
  },
});

/** `PATCH` of one. */
export const changeOf = (resource: DescribedResource): ZodOpenApiOperationObject => ({
  ...named(resource, 'change', 'Changes'),
  parameters: [ID, IF_MATCH, IDEMPOTENCY_KEY],
  requestBody: body(resource.patch, resource.examples.patch),
  responses: {
    '200': row(resource, 'It was changed.'),
    ...answers(resource, ['validation', 'not_found', 'conflict', ...OF_KEY, ...OF_VERSION, ...OF_BODY]),
  },
});

/** `DELETE` of one. */
export const deletionOf = (resource: DescribedResource): ZodOpenApiOperationObject => ({
  ...named(resource, 'delete', 'Deletes'),
  parameters: [ID, IF_MATCH, IDEMPOTENCY_KEY],
  responses: {
    '204': { description: 'It is gone.' },
    ...answers(resource, ['validation', 'not_found', 'conflict', ...OF_KEY, ...OF_VERSION]),
  },
});
