import { describe, expectTypeOf, it } from 'vitest';
import { z } from 'zod';
import { Scope } from '../registry';
import { Article, Articles, publicArticle } from './article.fixture';
import { type Dehydrated, dehydrate, hydrate, scriptText } from './index';

const scope = new Scope();

describe('types of hydration', () => {
  it('[Y-13] dehydrate takes object schemas by entity', () => {
    expectTypeOf(dehydrate(scope, { read: { articles: publicArticle } })).toEqualTypeOf<Dehydrated>();
    expectTypeOf(scriptText).returns.toBeString();
    // @ts-expect-error a text is no object
    dehydrate(scope, { read: { articles: z.string() } });
    // @ts-expect-error without schemas nothing may leave
    dehydrate(scope, {});
  });

  it('[Y-13] hydrate takes anything for a state, and item classes', () => {
    const state: unknown = {};
    expectTypeOf(
      hydrate(scope, state, { entities: { articles: { item: Article, read: publicArticle } } }),
    ).toBeVoid();
    // @ts-expect-error a collection is no item
    hydrate(scope, state, { entities: { articles: { item: Articles, read: publicArticle } } });
    // @ts-expect-error what a row may have is missing
    hydrate(scope, state, { entities: { articles: { item: Article } } });
  });
});
