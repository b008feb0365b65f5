import type { Condition, Query, Scalar } from '../ast';

/** A value as JSON can keep it: a date is the list of its time. */
export function encodeScalar(value: Scalar): unknown {
  return value instanceof Date ? [value.getTime()] : value;
}

/** One text for all forms of a condition that differ in the order of their parts only. */
function canonical(condition: Condition): string {
  switch (condition.op) {
    case 'and':
    case 'or':
      return `${condition.op}(${condition.conditions.map(canonical).sort().join()})`;
    case 'not':
      return `not(${canonical(condition.condition)})`;
    case 'in':
      return JSON.stringify([
        'in',
        condition.field,
        condition.values.map((value) => JSON.stringify(encodeScalar(value))).sort(),
      ]);
    default:
      return JSON.stringify([condition.op, condition.field, encodeScalar(condition.value)]);
  }
}

/**
 * A 64-bit digest in base 36. Two texts that differ in one character always differ in it. It detects accidents and
 * curiosity; it is no signature, and needs to be none: a cursor shows nothing that a filter could not.
 */
export function digestOf(text: string): string {
  let low = 0xdeadbeef;
  let high = 0x41c6ce57;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    low = Math.imul(low ^ unit, 0x9e3779b1);
    high = Math.imul(high ^ unit, 0x5f356495);
    low ^= low >>> 15;
    high ^= high >>> 13;
  }
  return (low >>> 0).toString(36) + (high >>> 0).toString(36).padStart(7, '0');
}

/** What a cursor is bound to: the filter, the order, and a key if there is one. */
export function digestOfQuery({ where, orderBy }: Pick<Query, 'where' | 'orderBy'>, key = ''): string {
  const order = orderBy.map(({ field, direction }) => [field, direction]);
  return JSON.stringify([where ? canonical(where) : '', order, key]);
}
