import { describe, expect, it, vi } from 'vitest';
import { NotFoundError, UnavailableError } from '../errors';
import {
  api,
  due,
  failure,
  json,
  type Note,
  NoteProvider,
  NotesProvider,
  note,
  provider,
} from './notes.fixture';
import { answer } from './reply.fixture';

/** Whether addresses without an origin lead somewhere here. */
const isPage = 'document' in globalThis;

describe('HttpItemProvider', () => {
  it('[H-2] loads a row by its id, dates as dates, without what it does not know', async () => {
    const { baseUrl, seen } = await api(answer(200, { ...json, colour: 'red' }));
    expect(await provider({ baseUrl }).load('a/b?c')).toEqual(note);
    expect(await seen()).toMatchObject([
      { method: 'GET', url: '/api/notes/a%2Fb%3Fc', headers: { accept: 'application/json' } },
    ]);
  });

  it.each(['', '.', '..'])(
    '[H-3] finds nothing under the id %j, which would be another address',
    async (id) => {
      const { baseUrl, seen } = await api();
      expect(await failure(provider({ baseUrl }).load(id))).toBeInstanceOf(NotFoundError);
      expect(await failure(provider({ baseUrl }).delete(id))).toBeInstanceOf(NotFoundError);
      expect(await seen()).toEqual([]);
    },
  );

  it('[H-15] looks up many rows in the list, by the URL form of their ids', async () => {
    const { baseUrl, seen } = await api(answer(200, { items: [{ ...json, colour: 'red' }], next: null }));
    expect(await provider({ baseUrl }).loadMany(['b', 'a', 'b'])).toEqual([note]);
    const where = encodeURIComponent('{"id":{"in":["b","a"]}}').replaceAll('%20', '+');
    expect(await seen()).toMatchObject([{ method: 'GET', url: `/api/notes?where=${where}&limit=2` }]);
  });

  it('[H-15] asks in several requests for what is too long for one address, or too many', async () => {
    const long = Array.from({ length: 20 }, (_, n) => `${n}-${'ü'.repeat(150)}`);
    const many = Array.from({ length: 201 }, (_, n) => `note-${n}`);
    for (const [ids, limits] of [
      [long, [6, 6, 6, 2]],
      [many, [100, 100, 1]],
    ] as const) {
      const { baseUrl, seen } = await api(answer(200, { items: [], next: null }));
      expect(await provider({ baseUrl }).loadMany(ids)).toEqual([]);
      const urls = (await seen()).map(({ url }) => new URL(url, 'http://localhost'));
      const sorted = urls.map(({ searchParams }) => Number(searchParams.get('limit'))).sort((a, b) => b - a);
      expect(sorted).toEqual(limits);
      for (const url of urls) expect(url.search.length).toBeLessThan(6100);
      const asked = urls.flatMap(({ searchParams }) => JSON.parse(searchParams.get('where') ?? '').id.in);
      expect(new Set(asked)).toEqual(new Set(ids));
    }
  });

  it('[H-15] does not ask for what no row can have as its id, and leaves out the others’ failure nowhere', async () => {
    const { baseUrl, seen } = await api(answer(503, {}));
    const impossible = ['nul\0', '\ud800', 'x'.repeat(1001), 7 as never];
    expect(await provider({ baseUrl }).loadMany(impossible)).toEqual([]);
    expect(await seen()).toEqual([]);
    expect(await failure(provider({ baseUrl }).loadMany(['a']))).toBeInstanceOf(UnavailableError);
  });

  it('[H-15] takes as many ids at once as its class says, and passes the signal on', async () => {
    class Narrow extends NoteProvider {
      override readonly batchSize = 2;
    }
    const { baseUrl, seen } = await api(answer(200, { items: [], next: null }));
    const narrow = new (Narrow.using({ baseUrl }))();
    await narrow.loadMany(['a', 'b', 'c']);
    expect((await seen()).length).toBe(2);
    const aborted = narrow.loadMany(['a', 'b'], { signal: AbortSignal.abort() });
    expect((await failure(aborted)).code).toBe('aborted');
  });

  it('[H-4] creates what is new with POST, its idempotency key and all its data', async () => {
    const { baseUrl, seen } = await api(answer(201, json));
    const created = await provider({ baseUrl }).publish(
      { id: 'a', text: 'hello', due: note.due },
      { isNew: true, idempotencyKey: 'k1' },
    );
    expect(created).toEqual({ status: 201, data: note });
    expect(await seen()).toMatchObject([
      {
        method: 'POST',
        url: '/api/notes',
        headers: { 'content-type': 'application/json', 'idempotency-key': 'k1' },
      },
    ]);
    expect(JSON.parse((await seen())[0]?.body ?? '')).toEqual({ id: 'a', text: 'hello', due });
  });

  it('[H-5] changes what exists with PATCH, its changes only, under the version they are based on', async () => {
    const { baseUrl, seen } = await api();
    const changed = await provider({ baseUrl }).publish(
      { id: 'a', text: 'hello' },
      { isNew: false, version: 2 },
    );
    expect(changed).toEqual({ status: 200, data: note });
    expect(await seen()).toMatchObject([
      { method: 'PATCH', url: '/api/notes/a', headers: { 'if-match': '"2"' }, body: '{"text":"hello"}' },
    ]);
  });

  it('[H-5] sends an emptied field as null rather than not at all', async () => {
    const { baseUrl, seen } = await api();
    await provider({ baseUrl }).publish({ id: 'a', due: undefined } as unknown as Partial<Note>, {
      isNew: false,
    });
    expect((await seen())[0]?.body).toBe('{"due":null}');
  });

  it('[H-5] without a context, creates what has no id and changes what has one', async () => {
    const { baseUrl, seen } = await api();
    await provider({ baseUrl }).publish({ text: 'hello' });
    await provider({ baseUrl }).publish({ id: 'a', text: 'hello' });
    expect((await seen()).map(({ method, url }) => `${method} ${url}`)).toEqual([
      'POST /api/notes',
      'PATCH /api/notes/a',
    ]);
    expect((await failure(provider({ baseUrl }).publish({ text: 'x' }, { isNew: false }))).code).toBe(
      'state',
    );
  });

  it('[H-6] deletes with DELETE, under the version that is meant', async () => {
    const { baseUrl, seen } = await api({ status: 204 });
    expect(await provider({ baseUrl }).delete('a', { version: 3 })).toBe(true);
    expect(await seen()).toMatchObject([
      { method: 'DELETE', url: '/api/notes/a', headers: { 'if-match': '"3"' } },
    ]);
  });

  it.each([null, [], 'text', 7, {}, { error: 'Note not found' }])('[H-2] refuses the row %j', async (row) => {
    const { baseUrl } = await api(answer(200, row));
    const notes = provider({ baseUrl });
    for (const ask of [() => notes.load('a'), () => notes.publish({ id: 'a' })]) {
      const error = await failure(ask());
      expect(error).toBeInstanceOf(UnavailableError);
      expect(error.message).toContain('/api/notes answered with no row with an id');
    }
  });
});

describe('HttpCollectionProvider', () => {
  it('[H-7] lists what the specs ask for, dates as dates', async () => {
    const { baseUrl, seen } = await api(answer(200, { items: [json], total: 7, next: 'c1' }));
    const notes = new (NotesProvider.using({ baseUrl }))();
    const where = { text: 'hello', due: { gt: new Date(due) } };
    expect(await notes.list({ where, orderBy: { due: 'desc' }, limit: 1, next: 'c0' })).toEqual({
      items: [note],
      total: 7,
      next: 'c1',
    });
    const { searchParams } = new URL((await seen())[0]?.url ?? '', baseUrl);
    expect(Object.fromEntries(searchParams)).toEqual({
      text: 'hello',
      where: `{"due":{"gt":"${due}"}}`,
      orderBy: '{"due":"desc"}',
      limit: '1',
      next: 'c0',
    });
    await notes.list({});
    expect((await seen())[1]?.url).toBe('/api/notes');
  });

  it('[H-7] ends a list without a cursor, and knows no total that it was not told', async () => {
    const { baseUrl } = await api(answer(200, { items: [] }));
    const notes = new (NotesProvider.using({ baseUrl }))();
    expect(await notes.list({})).toEqual({ items: [], total: undefined, next: null });
  });

  const PAGE = 'page of rows, { items, total, next }';
  it.each([
    [[], PAGE],
    [{ items: {} }, PAGE],
    [{ rows: [] }, PAGE],
    [{ items: [7] }, 'row with an id'],
    [{ items: [{}] }, 'row with an id'],
  ])('[H-7] refuses the page %j', async (page, wanted) => {
    const { baseUrl } = await api(answer(200, page));
    const error = await failure(new (NotesProvider.using({ baseUrl }))().list({}));
    expect(error).toBeInstanceOf(UnavailableError);
    expect(error.message).toContain(`/api/notes answered with no ${wanted}: is it`);
  });

  it('[H-7] refuses what the entity’s fields do not allow before asking', async () => {
    const { baseUrl, seen } = await api();
    const notes = new (NotesProvider.using({ baseUrl }))();
    const wrong = { where: { text: 7 } } as unknown as Parameters<typeof notes.list>[0];
    expect((await failure(notes.list(wrong))).code).toBe('validation');
    expect(await seen()).toEqual([]);
  });

  it('[H-8] hands its connection on to the provider of its items', async () => {
    const { baseUrl } = await api();
    const Item = new (NotesProvider.using({ baseUrl }))().itemProvider;
    expect(await new Item().load('a')).toEqual(note);
  });
});

describe('connections', () => {
  it('[H-8] makes another class of another connection and leaves the first alone', async () => {
    const { baseUrl, seen } = await api();
    const Here = NoteProvider.using({ baseUrl: `${baseUrl}/`, headers: { 'X-A': '1' } });
    let renewed = 0;
    const There = Here.using({ headers: async () => ({ 'X-B': String(++renewed) }) });
    await new Here().load('a');
    await new There().load('a');
    await new There().load('a');
    expect((await seen()).map(({ headers }) => [headers['x-a'], headers['x-b']])).toEqual([
      ['1', undefined],
      [undefined, '1'],
      [undefined, '2'],
    ]);
    const { length } = await seen();
    expect((await failure(new NoteProvider().load('a'))).code).toBe(isPage ? 'unavailable' : 'definition');
    expect(await seen()).toHaveLength(length);
    expect(new Here()).toBeInstanceOf(NoteProvider);
  });

  it('[H-8] hands credentials to fetch, and uses the fetch it is given', async () => {
    const fetch = vi.fn(async () => Response.json(json));
    const connection = { baseUrl: 'https://api.example.org', credentials: 'include', fetch } as const;
    expect(await provider(connection).load('a')).toEqual(note);
    expect(fetch).toHaveBeenCalledWith(
      'https://api.example.org/api/notes/a',
      expect.objectContaining({ credentials: 'include' }),
    );
  });

  it.each([...(isPage ? [] : ['']), 'api.example.org', 'file:///etc', '//host'])(
    '[H-9] says what to set where %j leads nowhere',
    async (baseUrl) => {
      const error = await failure(provider({ baseUrl }).load('a'));
      expect(error.code).toBe('definition');
      expect(error.message).toContain('.using({ baseUrl:');
    },
  );

  it('[H-9] needs no base in a page, which has an address', async () => {
    if (!isPage) vi.stubGlobal('location', { href: 'http://localhost/' });
    const fetch = vi.fn(async () => Response.json(json));
    await provider({ fetch }).load('a');
    expect(fetch).toHaveBeenCalledWith('/api/notes/a', expect.anything());
    vi.unstubAllGlobals();
  });
});
