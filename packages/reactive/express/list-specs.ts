import type { Request } from 'express';
import type { Fields, ListSpecs, QueryOptions } from '../query';
import { fromSearchParams } from '../query/url';

/**
 * What a `GET` of a list asks for: `?role=admin&where={json}&orderBy={json}&limit=20&next=…`.
 *
 * @throws ValidationError with a message per parameter: unknown, repeated, empty and wrong ones are refused
 * @example
 * const fields = fieldsOf(userSchema);
 * router.get('/users', async (req, res) => {
 *   const users = new Users({ provider });
 *   await users.load(listSpecs<IUser>(req, fields));
 * });
 */
export function listSpecs<T>(
  req: Pick<Request, 'url'>,
  fields: Fields,
  options?: QueryOptions,
): ListSpecs<T> {
  // Not req.query: its parser drops, merges and renames what it finds odd.
  const start = req.url.indexOf('?');
  const search = new URLSearchParams(start === -1 ? '' : req.url.slice(start));
  return fromSearchParams<T>(search, fields, options);
}
