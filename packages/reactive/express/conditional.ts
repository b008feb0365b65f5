import type { Request } from 'express';
import { PreconditionFailedError, PreconditionRequiredError, ValidationError } from '../errors';

type WithHeaders = Pick<Request, 'headers'>;

const VERSION = /^"([1-9][0-9]{0,14})"$/;
const STRONG = /^"[\x21\x23-\x7e]*"$/;

/**
 * The entity tag of a version: `3` → `"3"`.
 *
 * @example
 * res.set('ETag', etag(user.version));
 */
export function etag(version: number): string {
  return `"${version}"`;
}

/**
 * The version that a change is based on, from `If-Match`.
 *
 * @throws PreconditionRequiredError without the header
 * @throws ValidationError for `*`, a weak tag, several tags or anything that is no tag
 * @throws PreconditionFailedError for a tag that no version of ours ever had
 * @example
 * const user = new User({ id, version: ifMatch(req), provider });
 */
export function ifMatch(req: WithHeaders): number {
  const header = req.headers['if-match'];
  if (header === undefined) {
    throw new PreconditionRequiredError(
      'If-Match is required: send the ETag of the version this change is based on',
    );
  }
  const version = VERSION.exec(header)?.[1];
  if (version !== undefined) return Number(version);
  if (STRONG.test(header)) throw new PreconditionFailedError('The row has changed since that version');
  throw new ValidationError('If-Match must be one strong ETag', {
    errors: { 'If-Match': ['Must be one strong ETag such as "3"; neither * nor W/ is accepted'] },
  });
}

/**
 * Whether the client has what `tag` names already. Express's own check gives way to `Cache-Control: no-cache`,
 * which every `fetch` with a condition sends.
 */
export function ifNoneMatch(req: WithHeaders, tag: string): boolean {
  const header = req.headers['if-none-match']?.trim();
  if (header === undefined) return false;
  return header === '*' || header.split(',').some((known) => known.trim().replace(/^W\//, '') === tag);
}

/**
 * The key under which a client repeats one and the same request, from `Idempotency-Key`.
 *
 * @throws ValidationError unless it is 1 to 255 visible ASCII characters
 * @example
 * await user.publish({ idempotencyKey: idempotencyKey(req) });
 */
export function idempotencyKey(req: WithHeaders): string | undefined {
  const header = req.headers['idempotency-key'];
  if (header === undefined) return undefined;
  if (typeof header === 'string' && /^[\x21-\x7e]{1,255}$/.test(header)) return header;
  throw new ValidationError('Idempotency-Key is malformed', {
    errors: { 'Idempotency-Key': ['Must be 1 to 255 visible ASCII characters'] },
  });
}
