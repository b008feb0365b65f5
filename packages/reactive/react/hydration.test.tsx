// @vitest-environment happy-dom
import { type ReactNode, StrictMode, Suspense } from 'react';
import { hydrateRoot } from 'react-dom/client';
import { renderToReadableStream, renderToString } from 'react-dom/server';
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { dehydrate, hydrate, scriptText } from '../hydration';
import { Article, Articles, articleServer, publicArticle } from '../hydration/article.fixture';
import { Scope } from '../registry';
import { ScopeProvider, useItem, useItems, useModel } from './index';
import { act, change } from './render.fixture';

const specs = { orderBy: { writtenAt: 'desc' }, limit: 2 } as const;

/** What a page shows, on server and in the browser: each gives the providers that it has. */
const pageOf = ({ ArticleProvider, ArticlesProvider }: ReturnType<typeof articleServer>) => {
  const Row = ({ article: given }: { readonly article: Article }) => {
    const article = useModel(given);
    return <li>{article.title}</li>;
  };
  const List = () => {
    const articles = useItems(Articles, { provider: ArticlesProvider }, specs);
    return (
      <ul title={`${articles.fetched} ${articles.fetching}`}>
        {articles.items.map((article) => (
          <Row key={article.id} article={article} />
        ))}
        <li>of {articles.getTotal()}</li>
      </ul>
    );
  };
  const Detail = ({ id }: { readonly id: string }) => {
    const article = useItem(Article, { id, provider: ArticleProvider });
    return (
      <p>
        {article.title}, {article.writtenAt.toISOString()}
      </p>
    );
  };
  const Page = ({ scope, children }: { readonly scope: Scope; readonly children?: ReactNode }) => (
    <ScopeProvider scope={scope}>
      <List />
      <Suspense fallback="loading">
        <Detail id="3" />
        <Detail id="1" />
      </Suspense>
      {children}
    </ScopeProvider>
  );
  return { Page, Detail, List };
};

/** What a server makes of a request for the page. */
const rendered = async (): Promise<{ html: string; state: string }> => {
  const server = articleServer(3);
  const scope = new Scope();
  const list = scope.run(() => new Articles({ provider: server.ArticlesProvider }));
  const first = scope.run(() => new Article({ id: '1', provider: server.ArticleProvider }));
  await Promise.all([list.load(specs), first.load()]);
  const { Page } = pageOf(server);
  const html = renderToString(<Page scope={scope} />);
  expect(server.asked).toEqual(['list', 'load 1']);
  const state = scriptText(dehydrate(scope, { read: { articles: publicArticle } }));
  expect([list.size, first.id]).toEqual([2, '1']);
  scope.dispose();
  return { html, state };
};

const entities = { articles: { item: Article, read: publicArticle } };

let scope: Scope;
let complaints: unknown[];

beforeEach(() => {
  scope = new Scope();
  complaints = [];
  for (const method of ['error', 'warn'] as const) {
    vi.spyOn(console, method).mockImplementation((...told: unknown[]) => {
      // Server and browser are one process here, which React does not like to see.
      if (!String(told[0]).startsWith('Detected multiple renderers')) complaints.push(told);
    });
  }
});
afterEach(() => scope.dispose());

/** The page in the browser, taken over from what the server has sent. */
const takenOver = async (html: string, node: ReactNode): Promise<HTMLElement> => {
  const element = document.createElement('div');
  element.innerHTML = html;
  const root = await act(async () =>
    hydrateRoot(element, node, { onRecoverableError: (error) => complaints.push(error) }),
  );
  onTestFinished(() => act(() => root.unmount()));
  return element;
};

describe('a page that was rendered on a server', () => {
  it('[Y-10] shows on the server what was loaded for it, and asks for nothing', async () => {
    const { html } = await rendered();
    expect(html).toContain(
      '<ul title="true false"><li>Article 3</li><li>Article 2</li><li>of <!-- -->3</li></ul>',
    );
    expect(html).toContain('<p>Article 3<!-- -->, <!-- -->2024-01-03T00:00:00.000Z</p>');
    expect(html).not.toContain('loading');
  });

  it.each(['plain', 'under StrictMode'])(
    '[Y-10] is taken over as it is, without a request: %s',
    async (mode) => {
      const { html, state } = await rendered();
      const browser = articleServer(3, (id) => `Other ${id}`);
      const { Page } = pageOf(browser);
      hydrate(scope, JSON.parse(state), { entities });
      const page = <Page scope={scope} />;
      const element = await takenOver(html, mode === 'plain' ? page : <StrictMode>{page}</StrictMode>);
      expect(element.innerHTML).toBe(html);
      expect([browser.asked, complaints]).toEqual([[], []]);
      await change(() => scope.run(() => new Article({ id: '3' }).set({ title: 'Edited' })));
      expect(element.textContent).toContain('Edited');
      await change(() => scope.run(() => new Article({ id: '2' }).delete()));
      expect(element.textContent).not.toContain('Article 2');
    },
  );

  it('[Y-10] without the state it is loaded again, so that the test above tests something', async () => {
    const { html } = await rendered();
    const browser = articleServer(3);
    const { Page } = pageOf(browser);
    await takenOver(html, <Page scope={scope} />);
    expect(browser.asked.sort()).toEqual(['list', 'load 1', 'load 3']);
    expect(complaints).not.toEqual([]);
  });

  it('[Y-10] saves through the providers of the browser', async () => {
    const { html, state } = await rendered();
    const browser = articleServer(3);
    const { Page } = pageOf(browser);
    hydrate(scope, JSON.parse(state), { entities });
    await takenOver(html, <Page scope={scope} />);
    const article = scope.run(() => new Article({ id: '2' }));
    await change(() => article.publish({ title: 'Published' }));
    expect(browser.rows.get('2')?.title).toBe('Published');
    expect(browser.asked).toEqual([]);
  });

  it('[Y-10] streams, and what was loaded while it did is dehydrated too', async () => {
    const server = articleServer(3);
    const { Detail } = pageOf(server);
    const page = (own: Scope) => (
      <ScopeProvider scope={own}>
        <Suspense fallback="loading">
          <Detail id="2" />
        </Suspense>
      </ScopeProvider>
    );
    const own = new Scope();
    const stream = await renderToReadableStream(page(own));
    await stream.allReady;
    const html = await new Response(stream).text();
    expect(server.asked).toEqual(['load 2']);
    hydrate(scope, JSON.parse(scriptText(dehydrate(own, { read: { articles: publicArticle } }))), {
      entities,
    });
    const element = await takenOver(html, page(scope));
    expect(element.textContent).toContain('Article 2');
    expect([server.asked, complaints]).toEqual([['load 2'], []]);
  });
});

describe('what was hydrated', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  /** The page some time after it was hydrated. */
  const shownAfter = async (milliseconds: number, freshFor?: number) => {
    const { html, state } = await rendered();
    const browser = articleServer(3, (id) => `Newer ${id}`);
    const { Page } = pageOf(browser);
    hydrate(scope, JSON.parse(state), { entities, freshFor });
    await vi.advanceTimersByTimeAsync(milliseconds);
    const element = await takenOver(html, <Page scope={scope} />);
    await act(() => vi.advanceTimersByTimeAsync(1));
    return { asked: browser.asked.sort(), text: element.textContent };
  };

  it('[Y-11] is not asked for again for half a minute', async () => {
    const { asked, text } = await shownAfter(29_000);
    expect(asked).toEqual([]);
    expect(text).toContain('Article 3Article 2of 3');
  });

  it('[Y-11] is shown at once and brought up to date where it does not count as new any more', async () => {
    const { asked } = await shownAfter(29_000, 1000);
    expect(asked).toEqual(['list', 'load 1', 'load 3']);
    expect(complaints).toEqual([]);
  });

  it('[Y-11] a row of which only a part is known is shown at once and brought up to date', async () => {
    const browser = articleServer(3);
    const row = { id: '1', title: 'Just a part', writtenAt: '2024-01-01T00:00:00.000Z' };
    const state = {
      version: 1,
      entities: [{ entity: 'articles', rows: [row], partial: ['1'], windows: [] }],
    };
    hydrate(scope, state, { entities });
    const { Detail } = pageOf(browser);
    const page = (
      <ScopeProvider scope={scope}>
        <Detail id="1" />
      </ScopeProvider>
    );
    const element = await takenOver('<p>Just a part<!-- -->, <!-- -->2024-01-01T00:00:00.000Z</p>', page);
    await act(() => vi.advanceTimersByTimeAsync(1));
    expect([browser.asked, complaints]).toEqual([['load 1'], []]);
    expect(element.textContent).toContain('Article 1');
  });

  it('[Y-11] other specs are loaded as ever, and so are the first ones when they come back', async () => {
    const { state } = await rendered();
    const browser = articleServer(3);
    hydrate(scope, JSON.parse(state), { entities });
    const List = ({ limit }: { limit: number }) => {
      const articles = useItems(Articles, { provider: browser.ArticlesProvider }, { ...specs, limit });
      return articles.mapItems(({ id }) => id).join();
    };
    const element = document.createElement('div');
    const page = (limit: number) => (
      <ScopeProvider scope={scope}>
        <List limit={limit} />
      </ScopeProvider>
    );
    element.innerHTML = '3,2';
    const root = await act(async () => hydrateRoot(element, page(2)));
    for (const limit of [3, 2]) await act(async () => root.render(page(limit)));
    expect(browser.asked).toEqual(['list', 'list']);
    await act(async () => root.unmount());
  });
});
