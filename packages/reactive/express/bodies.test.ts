import { gzipSync } from 'node:zlib';
import express from 'express';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { UNPARSED } from '../model';
import { serve } from '../node/serve.fixture';
import { apiRouter, jsonBody, parseBody, parseChanges, problems } from './index';

const note = z.strictObject({
  text: z.string().min(2, 'Too short'),
  tags: z.record(z.string(), z.object({ weight: z.number() })).optional(),
  extra: z.unknown().optional(),
});

/** Echoes what was parsed, and says where marks of unparsed data were found. */
async function notes(limit?: number): Promise<(init: RequestInit) => Promise<Response>> {
  const app = express();
  app.use(jsonBody(limit === undefined ? {} : { limit }));
  app.use(
    apiRouter((router) => {
      router.post('/notes', (req, res) => {
        const parsed = parseBody(req, note);
        const raw: object = typeof req.body === 'object' && req.body ? req.body : {};
        res.json({ parsed, rawMarked: UNPARSED in { ...raw }, parsedMarked: UNPARSED in parsed });
      });
      router.patch('/notes', (req, res) => res.json(parseChanges(req, note.partial())));
      router.delete('/notes', (req, res) => res.json({ body: req.body ?? null }));
    }),
    problems(),
  );
  const address = await serve(app);
  return (init) =>
    fetch(`${address}/notes`, { method: 'POST', headers: { 'Content-Type': 'application/json' }, ...init });
}

async function outcome(response: Response): Promise<unknown[]> {
  const { code, error, errors } = await response.json();
  return [response.status, code, errors ?? error];
}

const REQUIRED = 'A JSON body is required';
const UNSUPPORTED = { code: 'unsupported_media_type' };

describe('bodies', () => {
  it('[X-1] marks a body as unparsed, in a way that survives spreading it', async () => {
    const post = await notes();
    const response = await post({ body: '{"text":"hello"}' });
    expect(await response.json()).toEqual({
      parsed: { text: 'hello' },
      rawMarked: true,
      parsedMarked: false,
    });
  });

  it('[X-1] hands a schema an unmarked copy, records and unread parts included', async () => {
    const post = await notes();
    const sent = { text: 'hello', tags: { a: { weight: 1 } }, extra: { deep: [{ er: 1 }] } };
    expect(await (await post({ body: JSON.stringify(sent) })).json()).toMatchObject({ parsed: sent });
  });

  it.each([
    ['nothing', {}, [400, 'validation', REQUIRED]],
    ['an empty text', { body: '' }, [400, 'validation', REQUIRED]],
    ['broken JSON', { body: '{"text":' }, [400, 'validation', 'The body is not valid JSON']],
    ['a bare word', { body: 'undefined' }, [400, 'validation', 'The body is not valid JSON']],
    [
      'null',
      { body: 'null' },
      [400, 'validation', { '': ['Invalid input: expected object, received null'] }],
    ],
    [
      'a list',
      { body: '[]' },
      [400, 'validation', { '': ['Invalid input: expected object, received array'] }],
    ],
    [
      'a text',
      { body: '"x"' },
      [400, 'validation', { '': ['Invalid input: expected object, received string'] }],
    ],
    ['a bad field', { body: '{"text":"x"}' }, [400, 'validation', { text: ['Too short'] }]],
    [
      'an unknown field',
      { body: '{"text":"ok","admin":true}' },
      [400, 'validation', { admin: ['Unknown field'] }],
    ],
    [
      'bytes that are not UTF-8',
      { body: Buffer.from('{"text":"\xff\xfe"}', 'latin1') },
      [400, 'validation', 'The body is not valid UTF-8'],
    ],
  ])('[X-2] refuses %s', async (_, init, expected) => {
    const post = await notes();
    expect(await outcome(await post(init))).toEqual(expected);
  });

  it.each([
    ['text/plain', 415, UNSUPPORTED],
    ['application/x-www-form-urlencoded', 415, UNSUPPORTED],
    ['application/json; charset=latin1', 415, UNSUPPORTED],
    ['application/jsonp', 415, UNSUPPORTED],
    ['nonsense;;', 415, UNSUPPORTED],
    ['application/json; charset=UTF-8', 200, {}],
    ['application/merge-patch+json', 200, {}],
  ])('[X-3] answers a body sent as %s with %i', async (type, status, body) => {
    const post = await notes();
    const response = await post({ body: '{"text":"hello"}', headers: { 'Content-Type': type } });
    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject(body);
  });

  it('[X-3] refuses a body without a type and a compression it does not know', async () => {
    const post = await notes();
    const untyped = { body: Buffer.from('{"text":"hello"}'), headers: {} };
    expect((await post(untyped)).status).toBe(415);
    const headers = { 'Content-Type': 'application/json', 'Content-Encoding': 'compress' };
    expect((await post({ body: '{"text":"hello"}', headers })).status).toBe(415);
  });

  it('[X-4] refuses a body past the limit, compressed or not, and goes on serving', async () => {
    const post = await notes(1_000);
    const tooLarge = [413, 'payload_too_large', 'The body is larger than what is accepted'];
    const large = JSON.stringify({ text: 'x'.repeat(2_000) });
    expect(await outcome(await post({ body: large }))).toEqual(tooLarge);
    const headers = { 'Content-Type': 'application/json', 'Content-Encoding': 'gzip' };
    const bomb = gzipSync(JSON.stringify({ text: 'x'.repeat(5_000_000) }));
    expect(await outcome(await post({ body: bomb, headers }))).toEqual(tooLarge);
    const small = gzipSync('{"text":"hello"}');
    expect((await post({ body: small, headers })).status).toBe(200);
    expect((await post({ body: Buffer.from('no gzip'), headers })).status).toBe(400);
  });

  it.each([
    ['{"__proto__":{"admin":true},"text":"hello"}', '__proto__'],
    ['{"text":"hello","constructor":1}', 'constructor'],
    ['{"text":"hello","extra":[{"a":{"prototype":1}}]}', 'extra.0.a.prototype'],
  ])('[X-5] refuses %s and leaves prototypes alone', async (body, field) => {
    const post = await notes();
    const response = await post({ body });
    expect(response.status).toBe(400);
    expect(Object.keys((await response.json()).errors)).toEqual([field]);
    expect('admin' in {}).toBe(false);
  });

  it('[X-5] refuses a body nested past any use, without overflowing the stack', async () => {
    const post = await notes();
    const body = `{"text":"hello","extra":${'['.repeat(40_000)}${']'.repeat(40_000)}}`;
    expect(await outcome(await post({ body }))).toEqual([
      400,
      'validation',
      'The body is nested more than 64 levels deep',
    ]);
  });

  it('[X-6] refuses a change of nothing', async () => {
    const patch = await notes();
    expect(await outcome(await patch({ method: 'PATCH', body: '{}' }))).toEqual([
      400,
      'validation',
      'The body names no field to change',
    ]);
    expect((await patch({ method: 'PATCH', body: '{"text":"hello"}' })).status).toBe(200);
  });

  it('[X-2] does not read the body of a method that has none', async () => {
    const remove = await notes();
    const response = await remove({
      method: 'DELETE',
      body: 'whatever',
      headers: { 'Content-Type': 'text/plain' },
    });
    expect(await response.json()).toEqual({ body: null });
  });
});
