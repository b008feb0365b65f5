import { z } from 'zod';
import { Collection, type CollectionProvider } from '../entities/collection';
import { Item, type ItemProvider } from '../entities/item';
import { type ListSpecs, parseQuery } from '../query';
import { runQuery } from '../query/page';

export interface IArticle {
  id: string;
  title: string;
  writtenAt: Date;
  fee: number | null;
  version: number;
}

export const articleSchema = z.strictObject({
  id: z.string(),
  title: z.string(),
  writtenAt: z.date(),
  fee: z.number().nullable(),
  version: z.int(),
});

/** What everybody may see of an article: not what was paid for it. */
export const publicArticle = articleSchema.omit({ fee: true });

type ProviderOption<P> = { readonly provider?: (new (parent: unknown) => P) | undefined };

export class Article extends Item<IArticle> {
  declare id: string;
  declare title: string;
  declare writtenAt: Date;
  declare fee: number | null;
  declare version: number;

  constructor(specs: Partial<IArticle> & ProviderOption<ItemProvider<IArticle>> = {}) {
    super({
      entity: 'articles',
      properties: ['id', 'title', 'writtenAt', 'fee', 'version'],
      generated: ['id', 'version'],
      ...specs,
    });
  }

  protected override get schema() {
    return articleSchema;
  }
}

export class Articles extends Collection<Article> {
  constructor(specs: ProviderOption<CollectionProvider<IArticle>> = {}) {
    super({ entity: 'articles', item: Article, ...specs });
  }
}

/** The articles `1`, `2`, …, each with a fee that nobody is to see. */
const articles = (count: number, title: (id: string) => string): IArticle[] =>
  Array.from({ length: count }, (_, index) => ({
    id: `${index + 1}`,
    title: title(`${index + 1}`),
    writtenAt: new Date(Date.UTC(2024, 0, index + 1)),
    fee: 987_654_321,
    version: 1,
  }));

/** Providers of articles, and a log of what they were asked. */
export const articleServer = (count: number, title = (id: string): string => `Article ${id}`) => {
  const rows = new Map(articles(count, title).map((row) => [row.id, row]));
  const asked: string[] = [];
  class ArticleProvider implements ItemProvider<IArticle> {
    async load(id: string) {
      asked.push(`load ${id}`);
      return rows.get(id);
    }
    async publish({ id = `${rows.size + 1}`, ...changes }: Partial<IArticle>) {
      const [base] = articles(1, title);
      const { version, ...row } = rows.get(id) ?? { ...(base as IArticle), version: 0 };
      const data = { ...row, ...changes, id, version: version + 1 };
      rows.set(id, data);
      return { status: 200, data };
    }
    async delete(id: string) {
      return rows.delete(id);
    }
  }
  class ArticlesProvider implements CollectionProvider<IArticle> {
    readonly itemProvider = ArticleProvider;
    async list(specs: ListSpecs<IArticle>) {
      asked.push('list');
      return runQuery([...rows.values()], parseQuery(undefined, specs));
    }
  }
  return { rows, asked, ArticleProvider, ArticlesProvider };
};
