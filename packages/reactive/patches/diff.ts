import { same } from '../model/equality';
import { isPlainObject } from '../model/plain-data';
import { below } from './pointer';
import type { Patch } from './types';

/** Plain data with names: an object that is no list, date, map or instance of a class. */
export const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && isPlainObject(value);

type List = readonly unknown[];

const sharedStart = (before: List, after: List): number => {
  const length = Math.min(before.length, after.length);
  let at = 0;
  while (at < length && same(before[at], after[at])) at++;
  return at;
};

/** How many elements are the same at the end, past those at the start. */
const sharedEnd = (before: List, after: List, start: number): number => {
  const length = Math.min(before.length, after.length) - start;
  let count = 0;
  while (count < length && same(before[before.length - 1 - count], after[after.length - 1 - count])) count++;
  return count;
};

/** What is between the same start and the same end is changed in place as far as it goes; the rest goes or comes. */
const diffLists = (before: List, after: List, path: string): Patch[] => {
  const start = sharedStart(before, after);
  const end = sharedEnd(before, after, start);
  const [gone, come] = [before.length - end, after.length - end];
  const kept = Math.min(gone, come);
  const patches: Patch[] = [];
  for (let at = start; at < kept; at++) patches.push(...diff(before[at], after[at], below(path, at)));
  for (let at = gone - 1; at >= kept; at--) patches.push({ op: 'remove', path: below(path, at) });
  for (let at = kept; at < come; at++) patches.push({ op: 'add', path: below(path, at), value: after[at] });
  return patches;
};

/** Under a name `undefined` is nothing: JSON leaves it out. */
const isThere = (record: Readonly<Record<string, unknown>>, name: string): boolean =>
  Object.hasOwn(record, name) && record[name] !== undefined;

const diffRecords = (
  before: Readonly<Record<string, unknown>>,
  after: Readonly<Record<string, unknown>>,
  path: string,
): Patch[] => {
  const patches: Patch[] = [];
  for (const name of Object.keys(before)) {
    if (!isThere(before, name)) continue;
    if (!isThere(after, name)) patches.push({ op: 'remove', path: below(path, name) });
    else patches.push(...diff(before[name], after[name], below(path, name)));
  }
  for (const name of Object.keys(after)) {
    if (isThere(after, name) && !isThere(before, name))
      patches.push({ op: 'add', path: below(path, name), value: after[name] });
  }
  return patches;
};

/** The steps from one value to another: additions, removals and replacements of no more than what differs. */
export const diff = (before: unknown, after: unknown, path: string): Patch[] => {
  // What a model has taken in is frozen, so that what did not change is the same object.
  if (before === after || same(before, after)) return [];
  if (Array.isArray(before) && Array.isArray(after)) return diffLists(before, after, path);
  if (isRecord(before) && isRecord(after)) return diffRecords(before, after, path);
  return [{ op: 'replace', path, value: after }];
};
