import { createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

/** How tokens were signed, and under which names browsers send them. */
export interface TokenRules {
  readonly secret: string;
  /** Of the cookie with the token. */
  readonly cookie: string;
  /** Of a cookie that is none of ours, and that better-auth wants to see gone. */
  readonly foreignCookie: string;
}

const SIGNED = /^([\w-]{1,128})\.([A-Za-z0-9+/]{43}=)$/;

function bearerIn(authorization: string): string | undefined {
  return /^bearer ([^ ]+)$/i.exec(authorization)?.[1];
}

/** The value of a cookie that is there once, and without quotes. */
function cookieIn(header: string, name: string): string | undefined {
  const values = header.split(';').flatMap((pair) => {
    const [key, ...value] = pair.split('=');
    return key?.trim() === name ? [value.join('=').trim()] : [];
  });
  return values.length === 1 ? values[0] : undefined;
}

function decoded(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return '';
  }
}

function sentIn({ authorization, cookie }: IncomingHttpHeaders, rules: TokenRules): string | undefined {
  // Whoever sends both is who the first says.
  if (authorization !== undefined) return bearerIn(authorization);
  if (cookie === undefined || cookie.includes(rules.foreignCookie)) return undefined;
  const value = cookieIn(cookie, rules.cookie);
  return value === undefined ? undefined : decoded(value);
}

/**
 * The token of a session, from `Authorization: Bearer …` or the cookie, if this server has signed it. Of anything that
 * is out of the ordinary nothing is said: better-auth has to be asked about that.
 *
 * @example
 * signedToken(req.headers, { secret, cookie: 'reactive.session_token', foreignCookie: 'reactive.session_data' });
 */
export function signedToken(headers: IncomingHttpHeaders, rules: TokenRules): string | undefined {
  const [, token, signature] = SIGNED.exec(sentIn(headers, rules) ?? '') ?? [];
  if (token === undefined || signature === undefined) return undefined;
  const own = createHmac('sha256', rules.secret).update(token).digest();
  return timingSafeEqual(Buffer.from(signature, 'base64'), own) ? token : undefined;
}
