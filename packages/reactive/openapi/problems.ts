import { z } from 'zod';
import type { ZodOpenApiResponsesObject } from 'zod-openapi';
import { type ErrorCode, errorStatus } from '../errors';

/** The body of every error, RFC 9457 with our code. */
export const problemSchema = z
  .object({
    type: z.literal('about:blank'),
    title: z.string(),
    status: z.int().min(400).max(599),
    detail: z.string(),
    code: z.enum(Object.keys(errorStatus) as [ErrorCode, ...ErrorCode[]]),
    error: z.string(),
    errors: z.record(z.string(), z.array(z.string())).optional(),
    retryAfter: z.number().min(0).optional(),
    requestId: z.string().optional(),
  })
  .meta({
    description: 'What went wrong: `code` for programs, `error` for people, `errors` by field for forms.',
  });

/** What each code says of a request, for whoever reads the document. */
const DESCRIPTIONS: Readonly<Record<ErrorCode, string>> = {
  validation: 'The request is wrong; `errors` says which parts and why.',
  unauthenticated: 'Nobody is signed in.',
  forbidden: 'Whoever asks may not do this.',
  not_found: 'There is nothing at this address, or nothing that the caller may see.',
  method_not_allowed: 'This path does not know the method; `Allow` lists those it knows.',
  conflict: 'The change collides with what is stored: an id or a unique value that is taken.',
  state: 'What is asked for is impossible in the present state.',
  in_progress:
    'The first request with this `Idempotency-Key` is not finished yet; `Retry-After` says when to ask again.',
  precondition_failed: 'It has changed since the version in `If-Match`.',
  payload_too_large: 'The body is larger than what is accepted.',
  unsupported_media_type: 'The body is not JSON in UTF-8.',
  key_reused: 'The `Idempotency-Key` has named another request before.',
  precondition_required: '`If-Match` is missing.',
  rate_limited: 'Too many requests; `Retry-After` says for how many seconds.',
  aborted: 'The client went away.',
  internal: 'A fault of the server; its log has the `requestId`.',
  scope: 'A fault of the server.',
  definition: 'A fault of the server.',
  unavailable: 'Something that is needed is down; `Retry-After` says for how many seconds.',
  timeout: 'No answer in time.',
};

const RETRY_AFTER = {
  'Retry-After': {
    description: 'Seconds to wait before asking again.',
    schema: { type: 'integer' as const },
  },
};

/**
 * The error answers of an operation, one for each status of the codes.
 *
 * @example
 * problemResponses(['validation', 'not_found']); // { 400: …, 404: … }
 */
export const problemResponses = (codes: readonly ErrorCode[]): ZodOpenApiResponsesObject => {
  const byStatus = new Map<number, ErrorCode[]>();
  for (const code of new Set(codes)) {
    byStatus.set(errorStatus[code], [...(byStatus.get(errorStatus[code]) ?? []), code]);
  }
  return Object.fromEntries(
    [...byStatus].map(([status, those]) => [
      String(status),
      {
        description: those.map((code) => DESCRIPTIONS[code]).join(' '),
        ...(status === 429 || status === 503 ? { headers: RETRY_AFTER } : {}),
        content: { 'application/problem+json': { schema: problemSchema } },
      },
    ]),
  );
};
