import { same } from '../../model/equality';
import type { Told } from '../content';

type List = readonly unknown[];

/** The events of elements that come at a place, in order. */
export const additions = (values: List, at: number): Told[] =>
  values.map((value, offset) => ['added', { index: at + offset, value }]);

/** The events of elements that go: from the last to the first, so that each is still where its event says. */
export const removals = (values: List, at: number): Told[] =>
  values.map((value, offset): Told => ['removed', { index: at + offset, value }]).toReversed();

/** What is between the same start and the same end is another value as far as it goes; the rest goes or comes. */
export const diffLists = (before: List, after: List): Told[] => {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && same(before[start], after[start])) start++;
  let end = 0;
  while (end < shorter - start && same(before.at(-1 - end), after.at(-1 - end))) end++;
  const [gone, come] = [before.length - end, after.length - end];
  const kept = Math.min(gone, come);
  const told: Told[] = [];
  for (let index = start; index < kept; index++) {
    const [previous, value] = [before[index], after[index]];
    if (!same(previous, value)) told.push(['changed', { index, value, previous }]);
  }
  return [...told, ...removals(before.slice(kept, gone), kept), ...additions(after.slice(kept, come), kept)];
};
