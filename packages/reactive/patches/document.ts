import { PreconditionFailedError } from '../errors';
import { same } from '../model/equality';
import { encodeBy } from '../wire/encode';
import { isRecord } from './diff';
import { refusal, tokensOf } from './pointer';
import type { Patch } from './types';

const MISSING: unique symbol = Symbol('reactive.missing');

const indexIn = (list: readonly unknown[], token: string): number | undefined =>
  /^(0|[1-9]\d*)$/.test(token) && Number(token) <= list.length ? Number(token) : undefined;

const childOf = (value: unknown, token: string): unknown => {
  if (Array.isArray(value)) {
    const index = indexIn(value, token);
    return index === undefined || index === value.length ? MISSING : value[index];
  }
  return isRecord(value) && Object.hasOwn(value, token) ? value[token] : MISSING;
};

const valueAt = (document: unknown, path: string): unknown => {
  const found = tokensOf(path).reduce(childOf, document);
  if (found === MISSING) throw refusal(path, 'Nothing is there.');
  return found;
};

/** A record with another value of one name, or without it; a name like `__proto__` is a name as any other. */
const withName = (record: object, name: string, value: unknown): object => {
  const rest = Object.entries(record).filter(([key]) => key !== name);
  return Object.fromEntries(value === MISSING ? rest : [...rest, [name, value]]);
};

/** What becomes of the place that a pointer names: `MISSING` stands for nothing, before and after. */
interface Put {
  readonly path: string;
  readonly kind: 'add' | 'replace' | 'remove';
  readonly value: unknown;
}

const putIntoList = (list: readonly unknown[], token: string, { path, kind, value }: Put): unknown[] => {
  const index = kind === 'add' && token === '-' ? list.length : indexIn(list, token);
  if (index === undefined || (kind !== 'add' && index === list.length))
    throw refusal(path, 'Nothing is there.');
  if (kind === 'add') return list.toSpliced(index, 0, value);
  return kind === 'remove' ? list.toSpliced(index, 1) : list.with(index, value);
};

const put = (document: unknown, [token, ...rest]: readonly string[], change: Put): unknown => {
  if (token === undefined) return change.value;
  const child = childOf(document, token);
  if (rest.length > 0) {
    if (child === MISSING) throw refusal(change.path, 'Nothing is there.');
    const changed = put(child, rest, change);
    return Array.isArray(document)
      ? document.with(Number(token), changed)
      : withName(document as object, token, changed);
  }
  if (Array.isArray(document)) return putIntoList(document, token, change);
  if (!isRecord(document) || (child === MISSING && change.kind !== 'add')) {
    throw refusal(change.path, 'Nothing is there.');
  }
  return withName(document, token, change.value);
};

const change = (document: unknown, given: Put): unknown => put(document, tokensOf(given.path), given);

/** Dates, bigints and bytes travel in JSON as texts. */
const isEqual = (actual: unknown, expected: unknown): boolean =>
  same(actual, expected) ||
  (actual instanceof Date && typeof expected === 'string' && same(actual, new Date(expected))) ||
  ((typeof actual === 'bigint' || actual instanceof Uint8Array) && encodeBy(undefined, actual) === expected);

const test = (document: unknown, path: string, value: unknown): unknown => {
  if (isEqual(valueAt(document, path), value)) return document;
  throw new PreconditionFailedError(`The value at '${path}' is not the one that the patches expect.`, {
    errors: { [path]: ['Is another value.'] },
  });
};

const move = (document: unknown, from: string, path: string): unknown => {
  if (path.startsWith(`${from}/`)) throw refusal(path, 'Nothing can be moved into itself.');
  const value = valueAt(document, from);
  const without = change(document, { path: from, kind: 'remove', value: MISSING });
  return change(without, { path, kind: 'add', value });
};

/** Copies of copies would grow without bound, whoever sends them: data with more parts than this are not copied. */
const MAX_COPIED_PARTS = 10_000;

/** How many parts data have, as far as `limit` lets it be known. */
const partsOf = (value: unknown, limit: number): number => {
  if (limit <= 0 || (!Array.isArray(value) && !isRecord(value))) return 1;
  let parts = 1;
  for (const part of Object.values(value)) {
    parts += partsOf(part, limit - parts);
    if (parts > limit) break;
  }
  return parts;
};

const copy = (document: unknown, from: string, path: string): unknown => {
  const value = valueAt(document, from);
  if (partsOf(value, MAX_COPIED_PARTS) > MAX_COPIED_PARTS) throw refusal(from, 'Is too large to be copied.');
  return change(document, { path, kind: 'add', value });
};

/** Plain data after one step; what the step does not reach is shared with the data before. */
export const applyStep = (document: unknown, patch: Patch): unknown => {
  const { path } = patch;
  switch (patch.op) {
    case 'test':
      return test(document, path, patch.value);
    case 'add':
    case 'replace':
      if (patch.op === 'replace') valueAt(document, path);
      return change(document, { path, kind: patch.op, value: patch.value });
    case 'remove':
      return change(document, { path, kind: 'remove', value: MISSING });
    case 'move':
      return move(document, patch.from, path);
    case 'copy':
      return copy(document, patch.from, path);
  }
};
