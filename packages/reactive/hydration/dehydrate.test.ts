import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { DefinitionError, ScopeError } from '../errors';
import { Scope } from '../registry';
import { Article, Articles, articleSchema, articleServer, publicArticle } from './article.fixture';
import { dehydrate, scriptText } from './index';

const read = { articles: publicArticle };
const newest = { orderBy: { writtenAt: 'desc' }, limit: 2 } as const;

/** A scope that has loaded the two newest of three articles. */
const loadedScope = async () => {
  const [scope, server] = [new Scope(), articleServer(3)];
  const list = scope.run(() => new Articles({ provider: server.ArticlesProvider }));
  await list.load(newest);
  return { scope, server, list };
};

const only = <V>(values: readonly V[]): V => {
  expect(values).toHaveLength(1);
  return values[0] as V;
};

describe('what is dehydrated', () => {
  it('[Y-1] has the rows, and what was loaded: query, order, window, total and cursor', async () => {
    const { scope, list } = await loadedScope();
    const state = dehydrate(scope, { read });
    expect(JSON.parse(JSON.stringify(state))).toEqual(state);
    expect(state.version).toBe(1);
    expect(only(state.entities)).toEqual({
      entity: 'articles',
      rows: [
        { id: '3', title: 'Article 3', writtenAt: '2024-01-03T00:00:00.000Z', version: 1 },
        { id: '2', title: 'Article 2', writtenAt: '2024-01-02T00:00:00.000Z', version: 1 },
      ],
      partial: [],
      windows: [
        {
          query: 'orderBy=%7B%22writtenAt%22%3A%22desc%22%7D&limit=2',
          ids: ['3', '2'],
          shown: 2,
          total: 3,
          next: list.getNext(),
        },
      ],
    });
  });

  it('[Y-1] has the pages that were loaded further, and what was published meanwhile', async () => {
    const { scope, list, server } = await loadedScope();
    await list.loadNext();
    const draft = scope.run(() => new Article({ title: 'New', provider: server.ArticleProvider }));
    await draft.publish({ writtenAt: new Date(Date.UTC(2024, 0, 2, 12)), fee: null });
    const { rows, windows } = only(dehydrate(scope, { read }).entities);
    expect(windows).toMatchObject([{ ids: ['3', '4', '2', '1'], shown: 4, total: 4, next: null }]);
    expect(rows).toHaveLength(4);
  });

  it('[Y-1] has what is known beyond the window too, so that the next page follows without a gap', async () => {
    const { scope, server } = await loadedScope();
    const draft = scope.run(() => new Article({ title: 'New', provider: server.ArticleProvider }));
    await draft.publish({ writtenAt: new Date(2025, 0), fee: null });
    const [window] = only(dehydrate(scope, { read }).entities).windows;
    expect(window).toMatchObject({ ids: ['4', '3', '2'], shown: 2, total: 4 });
  });

  it('[Y-1] says of which rows only a part is known', async () => {
    const { scope } = await loadedScope();
    const kept = scope.run(() => new Article({ id: '9', title: 'Just a title' }));
    expect(only(dehydrate(scope, { read }).entities).partial).toEqual(['9']);
    expect(kept.title).toBe('Just a title');
  });

  it('[Y-1] has no collection that was disposed of, was not loaded, or has no provider', async () => {
    const { scope, list, server } = await loadedScope();
    list.dispose();
    const others = scope.run(() => [new Articles(), new Articles({ provider: server.ArticlesProvider })]);
    await others[0]?.load();
    expect(only(dehydrate(scope, { read }).entities).windows).toEqual([]);
    expect(others).toHaveLength(2);
  });

  it('[Y-1] is refused of a scope that has ended', async () => {
    const { scope } = await loadedScope();
    scope.dispose();
    expect(() => dehydrate(scope, { read })).toThrow(ScopeError);
  });
});

describe('only what was confirmed', () => {
  it('[Y-2] has no unpublished edit', async () => {
    const { scope, list } = await loadedScope();
    list.get('3')?.set({ title: 'Typing' });
    const { rows, windows } = only(dehydrate(scope, { read }).entities);
    expect(rows).toContainEqual(expect.objectContaining({ id: '3', title: 'Article 3' }));
    expect(windows).toHaveLength(1);
  });

  it('[Y-2] leaves a collection out whose filter or order hangs on an unpublished edit', async () => {
    const { scope, list } = await loadedScope();
    const [first] = list.items;
    first?.set({ writtenAt: new Date(0) });
    expect(only(dehydrate(scope, { read }).entities).windows).toEqual([]);
    first?.revert();
    expect(only(dehydrate(scope, { read }).entities).windows).toHaveLength(1);
  });

  it('[Y-2] has no draft, one that was added to the collection neither', async () => {
    const { scope, list } = await loadedScope();
    list.addItems([{ title: 'Draft' }]);
    expect(list.size).toBe(2);
    list.addItems([{ title: 'Draft', writtenAt: new Date(2030, 0) }]);
    expect(list.items[0]?.isDraft).toBe(true);
    const { rows, windows } = only(dehydrate(scope, { read }).entities);
    expect(JSON.stringify(rows)).not.toContain('Draft');
    expect(windows).toMatchObject([{ ids: ['3', '2'], total: 3 }]);
  });

  it('[Y-2] has nothing that was deleted, and no mere id', async () => {
    const { scope, list } = await loadedScope();
    const named = scope.run(() => new Article({ id: '7' }));
    await list.get('3')?.delete();
    const { rows, windows } = only(dehydrate(scope, { read }).entities);
    // What has moved up was fetched.
    expect(rows).toMatchObject([{ id: '2' }, { id: '1' }]);
    expect(windows).toMatchObject([{ ids: ['2', '1'], total: 2 }]);
    expect(named.ready).toBe(false);
  });
});

describe('what a read schema allows', () => {
  it('[Y-3] is all there is: other properties stay in the scope', async () => {
    const { scope } = await loadedScope();
    expect(scriptText(dehydrate(scope, { read }))).not.toContain('987654321');
    expect(scriptText(dehydrate(scope, { read: { articles: articleSchema } }))).toContain('987654321');
  });

  it.each([
    ['an open object', z.object({ id: z.string() })],
    ['a loose object', z.looseObject({ id: z.string() })],
    ['an object without an id', z.strictObject({ title: z.string() })],
    ['no object', z.string()],
  ])('[Y-3] %s is refused as a read schema', async (_what, schema) => {
    const { scope } = await loadedScope();
    expect(() => dehydrate(scope, { read: { articles: schema as never } })).toThrow(DefinitionError);
  });

  it('[Y-4] an entity without one is refused, or left out by name', async () => {
    const { scope } = await loadedScope();
    expect(() => dehydrate(scope, { read: {} })).toThrow(
      "The scope has 'articles', and there is no read schema for them.",
    );
    expect(() => dehydrate(scope, { read: Object.create(read) as typeof read })).toThrow(DefinitionError);
    expect(() => dehydrate(scope, { read, leaveOut: ['articles'] })).toThrow(DefinitionError);
    expect(dehydrate(scope, { read: {}, leaveOut: ['articles'] }).entities).toEqual([]);
  });

  it('[Y-4] an entity that was only named is refused too, so that it does not depend on what was collected', () => {
    const scope = new Scope();
    scope.run(() => new Article({ id: '1' }));
    expect(() => dehydrate(scope, { read: {} })).toThrow(DefinitionError);
  });

  it.each([
    ['filtered', { where: { fee: { gt: 10 } } }],
    ['sorted', { orderBy: [{ title: 'asc' }, { fee: 'asc' }] }],
    ['filtered deep inside', { where: { OR: [{ title: 'a' }, { NOT: { fee: null } }] } }],
  ] as const)('[Y-5] a collection that was %s by another field is refused', async (_what, specs) => {
    const { scope, list } = await loadedScope();
    await list.load(specs);
    expect(() => dehydrate(scope, { read })).toThrow(/'articles' was filtered or sorted by .*fee/);
    expect(() => dehydrate(scope, { read: { articles: articleSchema } })).not.toThrow();
  });

  it('[Y-5] a value that does not fit is refused, without telling it', async () => {
    const { scope } = await loadedScope();
    const strange = { secret: 'marker' } as unknown as string;
    const kept = scope.run(() => new Article({ id: '8', title: strange }));
    expect(() => dehydrate(scope, { read })).toThrow(/'articles' does not fit 'title'(?!.*marker)/);
    expect(kept.id).toBe('8');
  });
});

describe('in a page', () => {
  it('[Y-6] nothing ends the script, and JSON.parse reads it back', async () => {
    const texts = ['</script><script>alert(1)</script>', '<!--<script', ']]>', '\u2028\u2029', '&lt;'];
    const [scope, server] = [new Scope(), articleServer(texts.length, (id) => texts[Number(id) - 1] ?? '')];
    const list = scope.run(() => new Articles({ provider: server.ArticlesProvider }));
    await list.load();
    const state = dehydrate(scope, { read });
    const text = scriptText(state);
    expect(text).not.toMatch(/[<\u2028\u2029]/);
    expect(JSON.parse(text)).toEqual(state);
    expect(only(state.entities).rows).toMatchObject(texts.map((title) => ({ title })));
    expect(list.size).toBe(texts.length);
  });
});
