import express from 'express';
import { describe, expect, it } from 'vitest';
import { ConflictError, InProgressError, KeyReusedError, UnavailableError } from '../errors';
import { serve } from '../node/serve.fixture';
import { idempotent, jsonBody, type KeptAnswer, type KeyedRequest, problems, sendCreated } from './index';

/** Remembers answers in memory; `failing` breaks when it should keep one. */
function memoryStore({ failing = false } = {}) {
  const kept = new Map<string, { readonly request: KeyedRequest; readonly answer: KeptAnswer }>();
  const running = new Set<string>();
  return {
    kept,
    async once(request: KeyedRequest, work: () => Promise<KeptAnswer>) {
      const known = kept.get(request.key);
      if (running.has(request.key)) throw new InProgressError(undefined, { retryAfter: 1 });
      if (known) {
        const { answer, request: first } = known;
        if (JSON.stringify(first) !== JSON.stringify(request)) throw new KeyReusedError();
        return { answer, replayed: true };
      }
      running.add(request.key);
      try {
        const answer = await work();
        if (failing) throw new UnavailableError('The database is away');
        kept.set(request.key, { request, answer });
        return { answer, replayed: false };
      } finally {
        running.delete(request.key);
      }
    },
  };
}

/** Routes that count what they do. */
async function serveNotes(store = memoryStore()) {
  let made = 0;
  let arrived = 0;
  let hold: Promise<void> = Promise.resolve();
  const app = express();
  app.disable('etag');
  app.use(jsonBody(), idempotent(store));
  app.get('/notes', (_req, res) => res.json({ made }));
  app.post('/notes', async (_req, res) => {
    arrived++;
    await hold;
    made++;
    sendCreated(res, { id: `n${made}`, text: 'é', version: 1 });
  });
  app.delete('/notes/:id', (_req, res) => {
    made--;
    res.status(204).end();
  });
  app.post('/taken', () => {
    made++;
    throw new ConflictError('Taken');
  });
  app.post('/teapot', (_req, res) => res.status(418).json({ made: ++made }));
  app.post('/stream', (_req, res) => void res.write('half'));
  app.use(problems());
  const url = await serve(app);
  const call = async (path: string, key?: string, { method = 'POST', body = '{"text":"é"}' } = {}) => {
    const headers = {
      'Content-Type': 'application/json',
      ...(key === undefined ? {} : { 'Idempotency-Key': key }),
    };
    const sent = method === 'POST' ? body : null;
    const response = await fetch(url + path, { method, headers, body: sent });
    const text = await response.text();
    const header = (name: string) => response.headers.get(name);
    return { status: response.status, text, header, json: text === '' ? undefined : JSON.parse(text) };
  };
  return {
    call,
    made: () => made,
    arrived: () => arrived,
    holdWith: (promise: Promise<void>) => {
      hold = promise;
    },
  };
}

describe('an unsafe request with an idempotency key', () => {
  it('[X-20] is done once, and answered alike each time', async () => {
    const { call, made } = await serveNotes();
    const [first, again] = [await call('/notes', 'k'), await call('/notes', 'k')];
    expect([first.status, again.status, made()]).toEqual([201, 201, 1]);
    expect(again.text).toBe(first.text);
    for (const name of ['ETag', 'Location', 'Content-Type', 'Cache-Control', 'Content-Length']) {
      expect([name, again.header(name)]).toEqual([name, first.header(name)]);
      expect(first.header(name)).not.toBeNull();
    }
    expect([first.header('Idempotency-Replayed'), again.header('Idempotency-Replayed')]).toEqual([
      null,
      'true',
    ]);
    expect([(await call('/notes', 'l')).status, made()]).toEqual([201, 2]);
  });

  it('[X-20] may have an answer without a body', async () => {
    const { call, made } = await serveNotes();
    const [first, again] = [
      await call('/notes/1', 'd', { method: 'DELETE' }),
      await call('/notes/1', 'd', { method: 'DELETE' }),
    ];
    expect([first.status, first.text, again.status, again.text, made()]).toEqual([204, '', 204, '', -1]);
  });

  it('[X-20] is another with another body, method or address', async () => {
    const { call, made } = await serveNotes();
    await call('/notes', 'k');
    for (const other of [
      await call('/notes', 'k', { body: '{"text":"e"}' }),
      await call('/notes', 'k', { body: '{"text":"é","more":1}' }),
      await call('/notes?x=1', 'k'),
      await call('/notes/1', 'k', { method: 'DELETE' }),
    ]) {
      expect([other.status, other.json.code]).toEqual([422, 'key_reused']);
    }
    expect(made()).toBe(1);
  });

  it('[X-20] without a key, or safe, is done each time', async () => {
    const { call, made } = await serveNotes();
    await call('/notes');
    await call('/notes');
    expect((await call('/notes', 'k', { method: 'GET' })).json).toEqual({ made: 2 });
    await call('/notes');
    expect((await call('/notes', 'k', { method: 'GET' })).json).toEqual({ made: made() });
    expect((await call('/notes', 'no key')).status).toBe(400);
    expect(made()).toBe(3);
  });

  it('[X-21] waits for the first, and tells who does not', async () => {
    const { call, holdWith, made, arrived } = await serveNotes();
    let go = (): void => {};
    holdWith(
      new Promise((resolve) => {
        go = resolve;
      }),
    );
    const first = call('/notes', 'k');
    await expect.poll(arrived).toBe(1);
    const early = await call('/notes', 'k');
    expect([early.status, early.json.code, early.header('Retry-After')]).toEqual([409, 'in_progress', '1']);
    go();
    expect([(await first).status, (await call('/notes', 'k')).status, made()]).toEqual([201, 201, 1]);
  });

  it('[X-21] that is refused is refused in its own words, and done again', async () => {
    const store = memoryStore();
    const { call, made } = await serveNotes(store);
    for (const n of [1, 2]) {
      expect((await call('/taken', 'k')).json).toMatchObject({ code: 'conflict', error: 'Taken' });
      expect(made()).toBe(n);
    }
    expect(await call('/teapot', 't')).toMatchObject({ status: 418, json: { made: 3 } });
    expect(await call('/teapot', 't')).toMatchObject({ status: 418, json: { made: 4 } });
    expect((await call('/stream', 's')).status).toBe(500);
    expect(store.kept.size).toBe(0);
  });

  it('[X-21] whose answer cannot be kept is not answered as done', async () => {
    const { call } = await serveNotes(memoryStore({ failing: true }));
    const failed = await call('/notes', 'k');
    expect([failed.status, failed.json.code]).toEqual([503, 'unavailable']);
    expect([failed.header('ETag'), failed.header('Location')]).toEqual([null, null]);
  });
});
