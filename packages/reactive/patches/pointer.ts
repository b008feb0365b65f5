import { ValidationError } from '../errors';

/** A refusal of one path. */
export const refusal = (path: string, message: string): ValidationError =>
  new ValidationError(undefined, { errors: { [path]: [message] } });

const escaped = (token: string): string => token.replaceAll('~', '~0').replaceAll('/', '~1');

/** The JSON pointer one step further down. */
export const below = (path: string, token: string | number): string => `${path}/${escaped(String(token))}`;

/**
 * The names that lead to what a JSON pointer points at.
 *
 * @throws ValidationError for what is no JSON pointer.
 */
export const tokensOf = (path: string): string[] => {
  if (path === '') return [];
  if (!path.startsWith('/')) throw refusal(path, 'Must begin with a slash.');
  if (/~(?![01])/.test(path)) throw refusal(path, 'Must have ~0 for ~ and ~1 for /.');
  const tokens = path.slice(1).split('/');
  return tokens.map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'));
};
