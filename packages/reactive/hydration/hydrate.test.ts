import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { DefinitionError, ScopeError, ValidationError } from '../errors';
import { Scope } from '../registry';
import { Article, Articles, articleServer, type IArticle, publicArticle } from './article.fixture';
import { dehydrate, hydrate, scriptText } from './index';

const read = { articles: publicArticle };
const entities = { articles: { item: Article, read: publicArticle } };

/** What a server sends that has loaded three articles, as the browser reads it. */
const sent = async (specs: Parameters<Articles['load']>[0] = {}): Promise<Sent> => {
  const [scope, server] = [new Scope(), articleServer(3)];
  const list = scope.run(() => new Articles({ provider: server.ArticlesProvider }));
  await list.load(specs);
  return JSON.parse(scriptText(dehydrate(scope, { read }))) as Sent;
};

/** A state that a test may change. */
interface Sent {
  version: unknown;
  entities: {
    entity: string;
    rows: Record<string, unknown>[];
    partial: unknown[];
    windows: Record<string, unknown>[];
  }[];
}

let scope: Scope;

const article = (specs: Partial<IArticle>): Article => scope.run(() => new Article(specs));

beforeEach(() => {
  vi.useFakeTimers();
  scope = new Scope();
});
afterEach(() => {
  scope.dispose();
  vi.useRealTimers();
});

describe('what is hydrated', () => {
  it('[Y-7] is known then, dates as dates', async () => {
    hydrate(scope, await sent(), { entities });
    expect(article({ id: '2' }).getProperties()).toEqual({
      id: '2',
      title: 'Article 2',
      writtenAt: new Date('2024-01-02T00:00:00Z'),
      version: 1,
    });
    expect(article({ id: '2' })).toMatchObject({
      ready: true,
      fetched: true,
      found: true,
      unpublished: false,
    });
  });

  it('[Y-7] leaves the scope as the server had it: dehydrated again it is the same', async () => {
    const state = await sent({ orderBy: { title: 'desc' }, limit: 2 });
    hydrate(scope, state, { entities });
    expect(dehydrate(scope, { read })).toEqual(state);
  });

  it('[Y-7] what is not known of a row stays unknown', async () => {
    const state = await sent();
    state.entities[0]?.rows.push({ id: '9', title: 'Just a title' });
    state.entities[0]?.partial.push('9');
    hydrate(scope, state, { entities });
    expect(article({ id: '9' }).getProperties()).toEqual({ id: '9', title: 'Just a title' });
    expect(article({ id: '9' }).fetched).toBe(false);
  });

  it('[Y-7] is kept for half a minute, or as long as it counts as new', async () => {
    hydrate(scope, await sent(), { entities, freshFor: 60_000 });
    expect(scope.fresh.size).toBe(4);
    vi.advanceTimersByTime(59_999);
    expect(scope.fresh.size).toBe(4);
    expect(scope.channel('articles').views.size).toBe(1);
    vi.advanceTimersByTime(1);
    expect(scope.fresh.size).toBe(0);
    expect(scope.channel('articles').views.size).toBe(0);
  });

  it('[Y-7] is not waited for by a process', async () => {
    hydrate(scope, await sent(), { entities });
    expect(vi.getTimerCount()).toBe(2);
    scope.dispose();
    vi.runAllTimers();
    expect(vi.getTimerCount()).toBe(0);
  });

  it('[Y-7] is forgotten when the scope is told to forget', async () => {
    hydrate(scope, await sent(), { entities });
    scope.clear();
    expect(scope.fresh.size).toBe(0);
    expect(article({ id: '2' }).ready).toBe(false);
  });
});

describe('what the scope knows already', () => {
  it('[Y-8] keeps unpublished edits, over the values that came', async () => {
    const known = article({ id: '1', title: 'Old' });
    known.title = 'Edited';
    hydrate(scope, await sent(), { entities });
    expect([known.title, known.initialValues.title]).toEqual(['Edited', 'Article 1']);
    known.revert();
    expect(known.title).toBe('Article 1');
  });

  it('[Y-8] keeps a newer version, and takes one', async () => {
    const [newer, older] = [
      article({ id: '1', title: 'Newer', version: 7 }),
      article({ id: '2', version: 0 }),
    ];
    hydrate(scope, await sent(), { entities });
    expect([newer.title, older.title]).toEqual(['Newer', 'Article 2']);
  });

  it('[Y-8] keeps what the scope has confirmed itself, where no version says otherwise', async () => {
    const server = articleServer(3, (id) => `Loaded ${id}`);
    const loaded = scope.run(() => new Article({ id: '1', provider: server.ArticleProvider }));
    await loaded.load();
    hydrate(scope, await sent(), { entities });
    expect(loaded.title).toBe('Loaded 1');
  });

  it('[Y-8] leaves what was deleted deleted', async () => {
    const deleted = article({ id: '1', title: 'Old' });
    await deleted.delete();
    hydrate(scope, await sent(), { entities });
    expect([deleted.deleted, deleted.title]).toEqual([true, 'Old']);
  });

  it('[Y-8] is told as one change', async () => {
    const known = article({ id: '1', title: 'Old' });
    let told = 0;
    known.on('change', () => told++);
    hydrate(scope, await sent(), { entities });
    expect([told, known.title]).toEqual([1, 'Article 1']);
  });

  it('[Y-8] a later load is newer than what was hydrated', async () => {
    const server = articleServer(3, (id) => `Loaded ${id}`);
    hydrate(scope, await sent(), { entities });
    const loaded = scope.run(() => new Article({ id: '1', provider: server.ArticleProvider }));
    await loaded.load();
    hydrate(scope, await sent(), { entities });
    expect(loaded.title).toBe('Loaded 1');
  });
});

type Entity = Sent['entities'][number];

const broken: [what: string, change: (state: Sent, entity: Entity) => unknown][] = [
  ['another version', (state) => (state.version = 2)],
  ['no version', (state) => (state.version = undefined)],
  ['no list of entities', (state) => Object.assign(state, { entities: {} })],
  ['an entity without a name', (_state, entity) => Object.assign(entity, { entity: 7 })],
  ['no rows', (_state, entity) => Object.assign(entity, { rows: 'rows' })],
  ['a row that is none', (_state, entity) => entity.rows.push([] as never)],
  ['a row without an id', (_state, entity) => delete entity.rows[2]?.['id']],
  ['an id twice', (_state, entity) => entity.rows.push({ ...entity.rows[0] })],
  ['a field of another schema', (_state, entity) => Object.assign(entity.rows[2] ?? {}, { fee: 1 })],
  ['a value of another kind', (_state, entity) => Object.assign(entity.rows[2] ?? {}, { title: 7 })],
  ['a date that is none', (_state, entity) => Object.assign(entity.rows[2] ?? {}, { writtenAt: 'today' })],
  ['a partial row without an id', (_state, entity) => entity.partial.push({})],
  ['a window that is none', (_state, entity) => entity.windows.push('window' as never)],
  ['a window of unknown rows', (_state, entity) => Object.assign(entity.windows[0] ?? {}, { ids: ['99'] })],
  ['a window without a query', (_state, entity) => Object.assign(entity.windows[0] ?? {}, { query: null })],
  [
    'a window by another field',
    (_state, entity) => Object.assign(entity.windows[0] ?? {}, { query: 'fee=7' }),
  ],
  ['a negative total', (_state, entity) => Object.assign(entity.windows[0] ?? {}, { total: -1 })],
  ['a cursor that is none', (_state, entity) => Object.assign(entity.windows[0] ?? {}, { next: 7 })],
];

describe('what is no state', () => {
  it.each(broken)('[Y-9] with %s is refused, and nothing is taken in', async (_what, change) => {
    const state = await sent({ limit: 2 });
    state.entities[0]?.rows.push({ id: '8', title: 'Eight', version: 1 });
    const [entity] = state.entities;
    if (entity !== undefined) change(state, entity);
    const known = article({ id: '1', title: 'Old' });
    expect(() => hydrate(scope, state, { entities })).toThrow(ValidationError);
    expect([known.title, scope.size, scope.fresh.size]).toEqual(['Old', 1, 0]);
    expect(scope.channel('articles').views.size).toBe(0);
  });

  it.each([undefined, null, 'text', 7, [], {}])('[Y-9] %j is refused', (state) => {
    expect(() => hydrate(scope, state, { entities })).toThrow(ValidationError);
  });

  it('[Y-9] says the remedy', async () => {
    const state = await sent();
    expect(() => hydrate(scope, { ...state, version: 9 }, { entities })).toThrow(
      /version 9.*load the page anew/,
    );
    expect(() => hydrate(scope, state, { entities: {} })).toThrow(
      /has 'articles'.*Add `articles: \{ item, read \}`/,
    );
    expect(() => hydrate(scope, state, { entities: Object.create(entities) as typeof entities })).toThrow(
      DefinitionError,
    );
  });

  it.each(['__proto__', 'constructor', 'prototype'])(
    '[Y-9] with the name %s is refused, wherever',
    async (name) => {
      const text = JSON.stringify(await sent());
      for (const place of ['"rows":[{', '"windows":[{', '{']) {
        const state: unknown = JSON.parse(text.replace(place, `${place}"${name}":{"polluted":1},`));
        expect(() => hydrate(scope, state, { entities })).toThrow(/Not allowed as a name/);
      }
      expect(Reflect.get({}, 'polluted')).toBeUndefined();
    },
  );

  it('[Y-9] nested without end is refused shortly', () => {
    const state: unknown = JSON.parse(`${'['.repeat(50_000)}${']'.repeat(50_000)}`);
    expect(() => hydrate(scope, state, { entities })).toThrow(ValidationError);
  });

  it('[Y-9] a class of another entity, a loose schema and a time that is none are refused', async () => {
    const state = await sent();
    const orders = { ...state, entities: [{ ...state.entities[0], entity: 'orders' }] };
    expect(() => hydrate(scope, orders, { entities: { orders: entities.articles } })).toThrow(
      "hydrate() was given Article for 'orders', and it is a class of 'articles'.",
    );
    const loose = { articles: { item: Article, read: z.object({ id: z.string() }) } };
    expect(() => hydrate(scope, state, { entities: loose })).toThrow(DefinitionError);
    expect(() => hydrate(scope, state, { entities, freshFor: Number.NaN })).toThrow(DefinitionError);
    expect(scope.fresh.size).toBe(0);
  });

  it('[Y-9] a scope that has ended takes nothing in', async () => {
    scope.dispose();
    const state = await sent();
    expect(() => hydrate(scope, state, { entities })).toThrow(ScopeError);
  });
});
