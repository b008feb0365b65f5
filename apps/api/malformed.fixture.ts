import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import type { Figures } from '../../scripts/figures.fixture';
import type { ApiRequest, RunningApi } from './api.fixture';

/** A body that cannot be read, and what is to be said of it. */
interface Malformed {
  readonly raw: Uint8Array<ArrayBuffer>;
  readonly headers: Readonly<Record<string, string>>;
  readonly status: 400 | 415;
}

const JSON_TYPE = 'application/json';
const bytesOf = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text);
const asJson = (raw: Uint8Array<ArrayBuffer>): Malformed => ({
  raw,
  headers: { 'Content-Type': JSON_TYPE },
  status: 400,
});

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

const document = fc
  .record({ name: fc.string(), email: fc.emailAddress(), more: fc.jsonValue() })
  .map((value) => JSON.stringify(value));

const broken = fc
  .tuple(document, fc.nat(), fc.constantFrom('', '{', '}', '"', ',', '\\', "'", 'NaN', '//', '\u0000'))
  .map(
    ([text, at, by]) =>
      text.slice(0, at % text.length) + by + (by === '' ? '' : text.slice(at % text.length)),
  )
  .filter((text) => text !== '' && !isJson(text))
  .map((text) => asJson(bytesOf(text)));

/** Bytes that are no UTF-8, within a text. */
const undecodable = fc
  .constantFrom([0xff], [0xc3, 0x28], [0xed, 0xa0, 0x80], [0xf8, 0x88, 0x80, 0x80], [0xe2, 0x82])
  .map((bytes) => asJson(new Uint8Array([...bytesOf('{"name":"'), ...bytes, ...bytesOf('"}')])));

const noise = fc
  .uint8Array({ minLength: 1, maxLength: 200 })
  .map((bytes) => new Uint8Array(bytes))
  .filter((bytes) => !isJson(new TextDecoder().decode(bytes)))
  .map(asJson);

const otherType = fc
  .tuple(
    document,
    fc.constantFrom(
      'text/plain',
      'text/json',
      'application/xml',
      'application/x-www-form-urlencoded',
      'multipart/form-data; boundary=x',
      'application/jsonp',
      'application/json, text/plain',
      'json',
      '*/*',
      'application/octet-stream',
    ),
  )
  .map(([text, type]): Malformed => ({ raw: bytesOf(text), headers: { 'Content-Type': type }, status: 415 }));

const otherCharset = fc
  .tuple(document, fc.constantFrom('utf-16', 'iso-8859-1', 'utf-7', 'ascii', '"latin1"', 'utf-8-sig'))
  .map(
    ([text, charset]): Malformed => ({
      raw: bytesOf(text),
      headers: { 'Content-Type': `${JSON_TYPE}; charset=${charset}` },
      status: 415,
    }),
  );

const otherCompression = fc
  .tuple(document, fc.constantFrom('zstd', 'compress', 'x-gzip, br', 'gzip, gzip', 'rot13'))
  .map(
    ([text, encoding]): Malformed => ({
      raw: bytesOf(text),
      headers: { 'Content-Type': JSON_TYPE, 'Content-Encoding': encoding },
      status: 415,
    }),
  );

/** Of a right document, but cut off or spoilt on its way. */
const spoiltCompression = fc
  .tuple(document, fc.constantFrom('gzip', 'deflate', 'br'), fc.nat())
  .map(([text, encoding, at]): Malformed => {
    const compress = { gzip: gzipSync, deflate: deflateSync, br: brotliCompressSync }[encoding];
    const whole = compress(text);
    return {
      raw: new Uint8Array(whole.subarray(0, 1 + (at % (whole.length - 1)))),
      headers: { 'Content-Type': JSON_TYPE, 'Content-Encoding': encoding },
      status: 400,
    };
  });

const KINDS: Readonly<Record<string, fc.Arbitrary<Malformed>>> = {
  'broken JSON': broken,
  'no UTF-8': undecodable,
  noise,
  'another media type': otherType,
  'another charset': otherCharset,
  'another compression': otherCompression,
  'a compression that is spoilt': spoiltCompression,
};

/** Where a body is sent to: whatever route it is, the body is looked at first. */
const targets: fc.Arbitrary<Pick<ApiRequest, 'method' | 'path'>> = fc.constantFrom(
  { method: 'POST', path: '/api/users' },
  { method: 'PATCH', path: '/api/users/0190c6e4-7b5a-7cc2-9f4e-2f1c3a5b7d90' },
  { method: 'POST', path: '/api/auth/sign-in/email' },
  { method: 'POST', path: '/api/auth/sign-up/email' },
  { method: 'POST', path: '/api/auth/tokens' },
  { method: 'POST', path: '/api/nothing' },
);

/** Sends so many bodies that cannot be read; each has to be refused as what it is, and none may change anything. */
export async function sendMalformed(api: RunningApi, figures: Figures, trials: number): Promise<void> {
  const before = JSON.stringify(await api.digest());
  const numRuns = Math.ceil(trials / Object.keys(KINDS).length);
  for (const [kind, bodies] of Object.entries(KINDS)) {
    const property = fc.asyncProperty(bodies, targets, async ({ raw, headers, status }, to) => {
      const answer = await api.call({ ...to, raw, headers: { 'If-Match': '"1"', ...headers } });
      const said = `${answer.status} ${answer.headers.get('Content-Type')}`;
      const isRight = said === `${status} application/problem+json; charset=utf-8`;
      const tells = /node_modules|\n {4}at |SyntaxError|Prisma/.test(answer.text);
      figures.trial(
        isRight && !tells
          ? []
          : [`${kind} ${JSON.stringify(headers)} ${Buffer.from(raw).toString('base64')}: ${said}`],
      );
    });
    await fc.assert(property, { numRuns, seed: figures.seed });
  }
  if (JSON.stringify(await api.digest()) !== before) figures.trial(['something was changed']);
  const faults = api.log.filter(({ level }) => Number(level) >= 50);
  if (faults.length > 0) figures.trial(faults.map((line) => JSON.stringify(line)));
}
