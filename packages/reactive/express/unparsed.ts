import { ValidationError } from '../errors';
import { UNPARSED } from '../model';

const POISON = new Set(['__proto__', 'constructor', 'prototype']);
const DEEPEST = 64;

interface Visit {
  readonly value: object;
  readonly path: readonly string[];
}

function refusePoison({ value, path }: Visit): void {
  const key = Object.keys(value).find((name) => POISON.has(name));
  if (key === undefined) return;
  // fromEntries defines own properties, so that `__proto__` stays a name.
  const errors = Object.fromEntries([[[...path, key].join('.'), ['Not allowed as a name']]]);
  throw new ValidationError('The body has a field of a name that is not allowed', { errors });
}

/**
 * Marks every object of a parsed JSON document as unparsed, and refuses keys that reach for a prototype.
 * Walks with a list of its own rather than by recursion: the depth of the document is the sender's choice.
 */
export function markUnparsed(document: unknown): void {
  const pending: Visit[] = [];
  const push = (value: unknown, path: readonly string[]): void => {
    if (typeof value === 'object' && value !== null) pending.push({ value, path });
  };
  push(document, []);
  for (let visit = pending.pop(); visit; visit = pending.pop()) {
    const { value, path } = visit;
    if (path.length >= DEEPEST)
      throw new ValidationError(`The body is nested more than ${DEEPEST} levels deep`);
    refusePoison(visit);
    for (const [key, child] of Object.entries(value)) push(child, [...path, key]);
    if (!Array.isArray(value)) Object.defineProperty(value, UNPARSED, { value: true, enumerable: true });
  }
}

/** A copy without marks, for a schema to read: a schema may walk symbols, and may hand parts through as they are. */
export function withoutMarks(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutMarks);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, withoutMarks(part)]));
}
