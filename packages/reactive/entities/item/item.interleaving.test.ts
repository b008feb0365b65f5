import { describe, expect, it } from 'vitest';
import { exploreAll } from '../interleavings.fixture';
import { type DraftAct, DraftCourse } from './draft.course.fixture';
import { type Act, ItemCourse } from './item.course.fixture';

const load: Act = { kind: 'load' };
const publish: Act = { kind: 'publish' };
const remove: Act = { kind: 'delete' };
const revert: Act = { kind: 'revert' };
const news: Act = { kind: 'news' };
const edit = (value: number): Act => ({ kind: 'edit', field: 'a', value });
const remote: Act = { kind: 'remote', field: 'b', value: 7 };

interface Case<A> {
  readonly name: string;
  /** In any order, with the answers in between. */
  readonly acts: readonly A[];
  /** What has happened before. */
  readonly first?: readonly A[];
}

const cases: readonly Case<Act>[] = [
  { name: 'I-16, two loads and what others change', acts: [load, load, remote] },
  { name: 'I-19, loads that are one, and news in between', acts: [load, load, load, remote, news] },
  { name: 'I-18, a load, an edit and its publish', acts: [load, edit(1), publish] },
  { name: 'I-18, a load, a publish and a deletion', first: [edit(1)], acts: [publish, load, remove] },
  {
    name: 'I-20, an edit of what is being published',
    first: [edit(1)],
    acts: [publish, edit(2), remote, load],
  },
  {
    name: 'I-30, edits around a publish, back to the value before',
    acts: [edit(1), publish, edit(0), publish],
  },
  { name: 'I-31, news and a publish', acts: [edit(1), publish, remote, news] },
  { name: 'I-32, a revert and a publish', acts: [edit(1), publish, revert, load] },
  { name: 'I-33, two publishes and a deletion', acts: [edit(1), publish, publish, remove] },
  { name: 'I-50, a deletion and news of what was deleted', first: [edit(1)], acts: [remove, news, load] },
  { name: 'I-51, two deletions and a load', acts: [remove, remove, load] },
];

const drafts: readonly Case<DraftAct>[] = [
  { name: 'I-44, two publishes at once', acts: ['publish', 'publish'] },
  { name: 'I-45, edits while it is created', acts: ['publish', 'edit', 'publish', 'edit'] },
  { name: 'I-47, the scope meets its entity meanwhile', acts: ['publish', 'meet', 'load', 'edit'] },
];

describe('every order of what happens to an item, and of the answers, as they come or fail', () => {
  let explored = 0;

  it.each(cases)(
    '[I-35] keeps the rules: $name',
    async ({ acts, first = [] }) => {
      for (const isVersioned of [true, false]) {
        const count = await exploreAll(() => new ItemCourse({ isVersioned, first, acts }));
        expect(count).toBeGreaterThan(5);
        explored += count;
      }
    },
    60_000,
  );

  it.each(drafts)(
    '[I-35] keeps the rules, of a draft: $name',
    async ({ acts }) => {
      const count = await exploreAll(() => new DraftCourse(acts));
      expect(count).toBeGreaterThan(10);
      explored += count;
    },
    60_000,
  );

  it('[I-35] are thousands, and all were tried', () => {
    // Whoever reads the report is to see how many.
    // oxlint-disable-next-line no-console
    console.log(`${explored} interleavings of an item's life were explored`);
    expect(explored).toBeGreaterThan(5000);
  });
});
