import type { CompareOperator, Condition, QueryLimits, Scalar } from './ast';
import { type Field, type Fields, type Operator, operators } from './fields';
import { kindOf, refuseOperand } from './operand';

/** Takes note of what is wrong; parsing goes on, so that one answer names all of it. */
export type Refuse = (path: readonly string[], message: string) => undefined;

interface Place {
  readonly path: readonly string[];
  readonly depth: number;
}

/** Names that reach into an object's prototype. */
export const forbiddenNames: ReadonlySet<unknown> = new Set(['__proto__', 'constructor', 'prototype']);

/** An object literal or parsed JSON: no class instance, list, or object that inherits its keys. */
export function isPlainObject(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const prototype: object | null = Object.getPrototypeOf(value);
  return (
    prototype === null ||
    (Object.getPrototypeOf(prototype) === null && Object.hasOwn(prototype, 'constructor'))
  );
}

function isOperator(name: unknown): name is Operator {
  return operators.some((operator) => operator === name);
}

function all(conditions: readonly Condition[]): Condition | undefined {
  const [first, ...rest] = conditions;
  return rest.length === 0 ? first : Object.freeze({ op: 'and', conditions: Object.freeze([...conditions]) });
}

function not(condition: Condition): Condition {
  return Object.freeze({ op: 'not', condition });
}

/** A date of the caller's own could change later; and -0 is 0. */
function own(value: Scalar): Scalar {
  if (value instanceof Date) return new Date(value);
  return typeof value === 'number' ? value + 0 : value;
}

/** Reads one `where`. Recursion ends at the depth limit, so no nesting overflows the stack. */
export class WhereParser {
  readonly #fields: Fields | undefined;
  readonly #limits: QueryLimits;
  readonly #refuse: Refuse;
  #nodes = 0;

  constructor(fields: Fields | undefined, limits: QueryLimits, refuse: Refuse) {
    this.#fields = fields;
    this.#limits = limits;
    this.#refuse = refuse;
  }

  /** The condition that a `where` stands for; `undefined` when it has none or was refused. */
  parse(where: unknown, path: readonly string[]): Condition | undefined {
    if (!isPlainObject(where)) return this.#refuse(path, 'Expected an object');
    return this.#conjunction(where, { path, depth: 0 });
  }

  #conjunction(where: Readonly<Record<string, unknown>>, { path, depth }: Place): Condition | undefined {
    const conditions: Condition[] = [];
    for (const key of Reflect.ownKeys(where)) {
      if (typeof key === 'symbol') return this.#refuse(path, 'A symbol is no field');
      const place = { path: [...path, key], depth };
      if (this.#exhausted(path)) return undefined;
      const condition = this.#entry(key, where[key], place);
      if (condition) conditions.push(condition);
    }
    return all(conditions);
  }

  /** One key of a filter: a logical operator, or a field and what is asked of it. */
  #entry(key: string, value: unknown, place: Place): Condition | undefined {
    if (key === 'AND' || key === 'OR') return this.#logical(key, value, place);
    if (key === 'NOT') {
      const condition = this.#nested(value, place);
      return condition && not(condition);
    }
    return this.#fieldCondition(key, value, place.path);
  }

  #logical(key: 'AND' | 'OR', value: unknown, { path, depth }: Place): Condition | undefined {
    if (!Array.isArray(value) || value.length === 0)
      return this.#refuse(path, 'Expected a list of at least one filter');
    const conditions: Condition[] = [];
    for (const [index, element] of value.entries()) {
      if (this.#nodes > this.#limits.maxNodes) return undefined;
      const condition = this.#nested(element, { path: [...path, String(index)], depth });
      if (condition) conditions.push(condition);
    }
    if (key === 'AND' || conditions.length < 2) return all(conditions);
    return Object.freeze({ op: 'or', conditions: Object.freeze(conditions) });
  }

  #nested(value: unknown, { path, depth }: Place): Condition | undefined {
    if (depth >= this.#limits.maxDepth) {
      return this.#refuse(path, `AND, OR and NOT may be nested ${this.#limits.maxDepth} levels deep`);
    }
    if (!isPlainObject(value) || Reflect.ownKeys(value).length === 0) {
      if (this.#exhausted(path)) return undefined;
      return this.#refuse(path, 'Expected a filter with at least one condition');
    }
    return this.#conjunction(value, { path, depth: depth + 1 });
  }

  #fieldCondition(name: string, value: unknown, path: readonly string[]): Condition | undefined {
    const field = this.#fields?.get(name);
    if ((this.#fields && !field) || forbiddenNames.has(name)) return this.#refuse(path, 'Unknown field');
    const about = { name, field };
    if (!isPlainObject(value)) return this.#predicate(about, 'equals', { value, path });
    const conditions: Condition[] = [];
    const keys = Reflect.ownKeys(value);
    if (keys.length === 0) return this.#refuse(path, 'Expected a value or an operator');
    for (const [index, operator] of keys.entries()) {
      if (index > 0 && this.#exhausted(path)) return undefined;
      const at = [...path, String(operator)];
      if (!isOperator(operator)) return this.#refuse(at, 'Unknown operator');
      const condition = this.#predicate(about, operator, { value: value[operator], path: at });
      if (condition) conditions.push(condition);
    }
    return all(conditions);
  }

  #predicate(
    { name, field }: { name: string; field: Field | undefined },
    operator: Operator,
    { value, path }: { value: unknown; path: readonly string[] },
  ): Condition | undefined {
    if (field && !field.operators.includes(operator)) {
      return this.#refuse(path, `This field has only ${field.operators.join(', ')}`);
    }
    if (operator === 'in' || operator === 'notIn') {
      const values = this.#list(value, field, path);
      if (!values) return undefined;
      const condition: Condition = Object.freeze({ op: 'in', field: name, values });
      return operator === 'in' ? condition : not(condition);
    }
    const reason = refuseOperand(value, field, this.#limits) ?? refuseFor(operator, value);
    if (reason) return this.#refuse(path, reason);
    const op: CompareOperator = operator === 'not' ? 'equals' : operator;
    const condition: Condition = Object.freeze({ op, field: name, value: own(value as Scalar) }); // just checked
    return operator === 'not' ? not(condition) : condition;
  }

  #list(value: unknown, field: Field | undefined, path: readonly string[]): readonly Scalar[] | undefined {
    const { maxListLength } = this.#limits;
    if (!Array.isArray(value) || value.length === 0)
      return this.#refuse(path, 'Expected a list of at least one value');
    if (value.length > maxListLength) return this.#refuse(path, `At most ${maxListLength} values`);
    const seen = new Set<unknown>();
    const kinds = new Set<unknown>();
    for (const element of Array.from<unknown>(value)) {
      const reason = refuseOperand(element, field, this.#limits);
      if (reason) return this.#refuse(path, reason);
      seen.add(element instanceof Date ? `date ${element.getTime()}` : element);
      if (element !== null) kinds.add(kindOf(element));
    }
    if (seen.size < value.length) return this.#refuse(path, 'A value is repeated');
    if (kinds.size > 1) return this.#refuse(path, 'Expected values of one kind');
    return Object.freeze(Array.from(value as readonly Scalar[], own)); // each was just checked
  }

  /** Counts a node; refuses once when there are too many. */
  #exhausted(path: readonly string[]): boolean {
    this.#nodes++;
    if (this.#nodes === this.#limits.maxNodes + 1) {
      this.#refuse(path.slice(0, 1), `At most ${this.#limits.maxNodes} conditions`);
    }
    return this.#nodes > this.#limits.maxNodes;
  }
}

/** What an operator asks of its value, whatever the field. */
function refuseFor(operator: Operator, value: unknown): string | undefined {
  switch (operator) {
    case 'contains':
    case 'startsWith':
    case 'endsWith':
      if (typeof value !== 'string') return 'Expected a text';
      return value === '' ? 'Expected a text that is not empty' : undefined;
    case 'gt':
    case 'gte':
    case 'lt':
    case 'lte':
      return value === null || typeof value === 'boolean' ? 'Expected a text, a number or a date' : undefined;
    default:
      return undefined;
  }
}
