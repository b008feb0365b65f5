import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { transaction } from '../model';
import { type Article, type ArticleValues, article } from './document.fixture';
import { applyPatch, onPatch, type Patch, snapshot } from './index';

const word = fc.constantFrom('a', 'b', 'a/b', '~', '~1', '', '0', '-');
const words = fc.array(word, { maxLength: 5 });
const values: fc.Arbitrary<ArticleValues> = fc.record(
  {
    title: fc.option(word, { nil: undefined }),
    printedAt: fc.constantFrom(undefined, null, new Date(0), new Date(1)),
    tags: words,
    blocks: fc.array(fc.record({ text: word, marks: words }), { maxLength: 4 }),
    author: fc.record(
      {
        name: fc.constantFrom('Ada', 'Grace'),
        links: fc.option(fc.dictionary(word, word), { nil: undefined }),
      },
      { requiredKeys: [] },
    ),
  },
  { requiredKeys: [] },
);

const change = (model: Article, each: readonly ArticleValues[]): void => {
  transaction(() => {
    for (const given of each) {
      // A property that holds a model takes its values, too.
      expect(model.set(given as never).errors).toBe(undefined);
    }
  });
};

describe('patches, whatever the changes', () => {
  it('[J-10] replay to the same state on another instance, and taken back give the state before', () => {
    fc.assert(
      fc.property(fc.array(fc.array(values, { maxLength: 3 }), { maxLength: 6 }), (transactions) => {
        const [model, replica] = [article(), article()];
        const start = snapshot(model);
        const taken: (readonly Patch[])[] = [];
        onPatch(model, (patches, inverse) => {
          applyPatch(replica, patches);
          taken.unshift(inverse);
        });
        const states = [snapshot(model)];
        for (const each of transactions) {
          const told = taken.length;
          change(model, each);
          expect(snapshot(replica)).toEqual(snapshot(model));
          if (taken.length > told) states.unshift(snapshot(model));
        }
        for (const [at, inverse] of taken.entries()) {
          applyPatch(replica, inverse);
          expect(snapshot(replica)).toEqual(states[at + 1]);
        }
        expect(snapshot(replica)).toEqual(start);
      }),
      { numRuns: 300 },
    );
  });
});
