import { makeSignature } from 'better-auth/crypto';
import { describe, expect, it } from 'vitest';
import { signedToken } from './signed-token';

const secret = 'a secret of at least thirty-two characters';
const rules = { secret, cookie: 'reactive.session_token', foreignCookie: 'reactive.session_data' };
const signature = await makeSignature('token', secret);
const foreign = await makeSignature('token', `${secret}!`);
const signed = `token.${signature}`;
const cookie = `${rules.cookie}=${encodeURIComponent(signed)}`;

describe('the token of a session', () => {
  it.each([
    ['a bearer token', { authorization: `Bearer ${signed}` }],
    ['one in another case', { authorization: `bearer ${signed}` }],
    ['a cookie', { cookie }],
    ['one among others', { cookie: `a=b; ${cookie};c` }],
    ['both, as the bearer token says', { authorization: `Bearer ${signed}`, cookie: `${rules.cookie}=x` }],
  ])('is read from %s', (_, headers) => {
    expect(signedToken(headers, rules)).toBe('token');
  });

  it.each([
    ['nothing', {}],
    ['no signature', { authorization: 'Bearer token' }],
    ['that of another token', { authorization: `Bearer other.${signature}` }],
    ['that of another secret', { authorization: `Bearer token.${foreign}` }],
    ['a bearer token that is none, beside a cookie', { authorization: 'Bearer x', cookie }],
    ['another scheme', { authorization: `Basic ${signed}` }],
    ['a cookie twice', { cookie: `${cookie}; ${cookie}` }],
    ['a cookie of a longer name', { cookie: `x${cookie}` }],
    ['a cookie that is no encoding', { cookie: `${rules.cookie}=%E0%A4%A` }],
    ['a cookie that better-auth has to look at', { cookie: `${cookie}; ${rules.foreignCookie}=x` }],
    ['more behind it', { authorization: `Bearer ${signed}.x` }],
    ['a cut-off signature', { authorization: `Bearer ${signed.slice(0, -1)}` }],
  ])('is not read from %s', (_, headers) => {
    expect(signedToken(headers, rules)).toBeUndefined();
  });
});
