import { type Condition, matcher } from '../query';

/**
 * What is left of a condition about a row of which the id is known: what it says of the id is true or false already.
 * So the conditions of many who ask become the same: `active, or my own` is `active` for whoever asks for another one.
 *
 * @returns `true` and `false` where nothing else is left
 * @example
 * knowingId(parseQuery(fields, { where: { OR: [{ status: 'active' }, { id: 'me' }] } }).where, 'you');
 * // { op: 'equals', field: 'status', value: 'active' }
 */
export function knowingId(condition: Condition | undefined, id: string | number): Condition | boolean {
  if (condition === undefined) return true;
  switch (condition.op) {
    case 'not': {
      const inner = knowingId(condition.condition, id);
      return typeof inner === 'boolean' ? !inner : { op: 'not', condition: inner };
    }
    case 'and':
    case 'or': {
      const { op } = condition;
      const parts = condition.conditions.map((part) => knowingId(part, id));
      const decisive = op === 'or';
      if (parts.includes(decisive)) return decisive;
      const open = parts.filter((part) => typeof part !== 'boolean');
      const [only, ...others] = open;
      if (only === undefined) return !decisive;
      return others.length === 0 ? only : { op, conditions: open };
    }
    default:
      return condition.field === 'id' ? matcher(condition)({ id }) : condition;
  }
}
