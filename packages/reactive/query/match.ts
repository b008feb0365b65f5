import type { Condition, Predicate, Scalar } from './ast';
import { compareText, readField } from './compare';

/** Says whether a row meets a condition. */
export type Matcher = (row: object) => boolean;

function fieldReader(field: string): (row: object) => unknown {
  return (row) => readField(row, field);
}

type Test = (value: unknown) => boolean;

function equal(operand: Scalar): Test {
  if (operand === null) return (value) => value === null || value === undefined;
  if (operand instanceof Date) {
    const time = operand.getTime();
    return (value) => value instanceof Date && value.getTime() === time;
  }
  return (value) => value === operand;
}

const ranges: Record<'gt' | 'gte' | 'lt' | 'lte', (order: number) => boolean> = {
  gt: (order) => order > 0,
  gte: (order) => order >= 0,
  lt: (order) => order < 0,
  lte: (order) => order <= 0,
};

/** A range holds between values of one kind only, so that null (or a number against a text) is in no range. */
function range(operand: Scalar, holds: (order: number) => boolean): Test {
  if (typeof operand === 'string') {
    return (value) => typeof value === 'string' && holds(compareText(value, operand));
  }
  const bound = Number(operand);
  if (operand instanceof Date) return (value) => value instanceof Date && holds(value.getTime() - bound);
  return (value) => typeof value === 'number' && holds(value - bound);
}

function within(values: readonly Scalar[]): Test {
  const plain = new Set<unknown>(values);
  if (plain.has(null)) plain.add(undefined);
  const times = new Set(values.flatMap((value) => (value instanceof Date ? [value.getTime()] : [])));
  if (times.size === 0) return (value) => plain.has(value);
  return (value) => (value instanceof Date ? times.has(value.getTime()) : plain.has(value));
}

function test(predicate: Predicate): Test {
  if (predicate.op === 'in') return within(predicate.values);
  const { op, value: operand } = predicate;
  if (op === 'equals') return equal(operand);
  if (op === 'gt' || op === 'gte' || op === 'lt' || op === 'lte') return range(operand, ranges[op]);
  const part = String(operand);
  const method = op === 'contains' ? 'includes' : op;
  return (value) => typeof value === 'string' && value[method](part);
}

/**
 * Compiles a condition to a function; without one, every row matches.
 *
 * @param read - makes the function that reads a field, where rows are not plain objects
 * @example
 * const { where } = parseQuery(fields, { where: { role: 'admin' } });
 * rows.filter(matcher(where));
 */
export function matcher<Row extends object = object>(
  condition: Condition | undefined,
  read: (field: string) => (row: Row) => unknown = fieldReader,
): (row: Row) => boolean {
  if (!condition) return () => true;
  switch (condition.op) {
    case 'and': {
      const all = condition.conditions.map((part) => matcher(part, read));
      return (row) => {
        for (const matches of all) if (!matches(row)) return false;
        return true;
      };
    }
    case 'or': {
      const some = condition.conditions.map((part) => matcher(part, read));
      return (row) => {
        for (const matches of some) if (matches(row)) return true;
        return false;
      };
    }
    case 'not': {
      const matches = matcher(condition.condition, read);
      return (row) => !matches(row);
    }
    default: {
      const holds = test(condition);
      const valueOf = read(condition.field);
      return (row) => holds(valueOf(row));
    }
  }
}
