import { setTimeout as sleep } from 'node:timers/promises';
import { Suspense } from 'react';
import { renderToReadableStream } from 'react-dom/server';
import { describe, expect, it, onTestFinished } from 'vitest';
import { dehydrate, scriptText } from '../hydration';
import { Article, Articles, articleServer, publicArticle } from '../hydration/article.fixture';
import { requireScope, runInScope } from '../node';
import { currentScope } from '../registry';
import { ScopeProvider, useItem, useItems } from './index';

const specs = { orderBy: { title: 'asc' }, limit: 5 } as const;
const REQUESTS = 20;

/** One page for one request, whose rows bear its name; at every wait others go on. */
const respond = async (request: string): Promise<string> => {
  const server = articleServer(3, (id) => `Article ${id} of <${request}>`);
  const pause = (): Promise<void> => sleep(Math.random() * 5);
  class SlowProvider extends server.ArticleProvider {
    override async load(id: string) {
      await pause();
      return super.load(id);
    }
  }
  const Detail = ({ id }: { readonly id: string }) => useItem(Article, { id, provider: SlowProvider }).title;
  const List = () =>
    useItems(Articles, { provider: server.ArticlesProvider }, specs).mapItems(({ title }) => title);
  const list = new Articles({ provider: server.ArticlesProvider });
  await pause();
  await list.load(specs);
  const draft = new Article({ title: `Draft of <${request}>` });
  await pause();
  const scope = currentScope();
  const stream = await renderToReadableStream(
    <ScopeProvider scope={scope}>
      <List />
      <Suspense>
        <Detail id="1" />
        <Detail id="2" />
      </Suspense>
    </ScopeProvider>,
  );
  const html = await new Response(stream).text();
  await pause();
  expect([list.size, draft.isDraft]).toEqual([3, true]);
  return html + scriptText(dehydrate(scope, { read: { articles: publicArticle } }));
};

describe('requests at the same time', () => {
  it('[Y-12] share nothing in what they send', async () => {
    onTestFinished(requireScope());
    const requests = Array.from({ length: REQUESTS }, (_, index) => `request ${index} `);
    const sent = await Promise.all(requests.map((request) => runInScope(() => respond(request))));
    for (const [index, text] of sent.entries()) {
      expect(text).not.toContain('Draft');
      const named = new Set(text.match(/request \d+ /g));
      expect([...named]).toEqual([requests[index]]);
    }
  });
});
