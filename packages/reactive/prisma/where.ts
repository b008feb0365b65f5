import type { CompareOperator, Condition, Field, Fields, Predicate, Scalar } from '../query';

/** A Prisma `where`, or a truth that needs no row to be told. */
type Truth = boolean | PrismaWhere;

/** What a Prisma delegate takes as `where`. */
export type PrismaWhere = { readonly [name: string]: unknown };

type RangeOperator = 'gt' | 'gte' | 'lt' | 'lte';

const complements: Readonly<Record<RangeOperator, RangeOperator>> = {
  gt: 'lte',
  gte: 'lt',
  lt: 'gte',
  lte: 'gt',
};

// Prisma's Int, PostgreSQL's integer. A number outside is an error there, and an ordinary number in memory.
const MIN_INT = -(2 ** 31);
const MAX_INT = 2 ** 31 - 1;

/** Prisma writes a text into LIKE as it is: `%` would match anything. */
function literally(text: string): string {
  return text.replace(/[\\%_]/g, (character) => `\\${character}`);
}

function all(parts: readonly Truth[]): Truth {
  if (parts.includes(false)) return false;
  const open = parts.filter((part) => typeof part !== 'boolean');
  const [first, ...more] = open;
  if (!first) return true;
  return more.length === 0 ? first : { AND: open };
}

function any(parts: readonly Truth[]): Truth {
  if (parts.includes(true)) return true;
  const open = parts.filter((part) => typeof part !== 'boolean');
  const [first, ...more] = open;
  if (!first) return false;
  return more.length === 0 ? first : { OR: open };
}

/**
 * Translates predicates about one field. SQL answers "unknown" for a null, and its NOT keeps that: so no NOT is ever
 * written around a predicate, and each complement says itself what it holds for null.
 */
class FieldTranslator {
  readonly #name: string;
  readonly #field: Field;

  constructor(name: string, field: Field) {
    this.#name = name;
    this.#field = field;
  }

  translate(predicate: Predicate, negated: boolean): Truth {
    if (predicate.op === 'in') return this.#among(predicate.values, negated);
    const { op, value } = predicate;
    if (op === 'equals') return this.#among([value], negated);
    return this.#compared({ op, value }, negated);
  }

  #is(condition: PrismaWhere): PrismaWhere {
    return { [this.#name]: condition };
  }

  #isNull(): Truth {
    return this.#field.nullable && this.#is({ equals: null });
  }

  #isPresent(): Truth {
    return !this.#field.nullable || this.#is({ not: null });
  }

  #fits(value: NonNullable<Scalar>): boolean {
    if (!this.#field.integer) return true;
    return Number.isInteger(value) && Number(value) >= MIN_INT && Number(value) <= MAX_INT;
  }

  #among(values: readonly Scalar[], negated: boolean): Truth {
    const present = values.filter((value) => value !== null);
    const withNull = present.length < values.length;
    const possible = present.filter((value) => this.#fits(value));
    if (!negated) return any([this.#oneOf(possible), withNull && this.#isNull()]);
    // `not` and `notIn` of Prisma leave nulls out.
    const others = possible.length > 0 ? this.#noneOf(possible) : this.#isPresent();
    return any([others, !withNull && this.#isNull()]);
  }

  #oneOf(values: readonly Scalar[]): Truth {
    const [only, ...more] = values;
    if (only === undefined) return false;
    if (more.length === 0) return this.#is({ equals: only });
    // Prisma has no `in` for booleans, and both of them is any.
    return this.#field.kind === 'boolean' ? this.#isPresent() : this.#is({ in: values });
  }

  #noneOf(values: readonly Scalar[]): Truth {
    const [only, ...more] = values;
    if (more.length === 0) return this.#is({ not: only });
    return this.#field.kind === 'boolean' ? false : this.#is({ notIn: values });
  }

  #compared(
    { op, value }: { op: Exclude<CompareOperator, 'equals'>; value: Scalar },
    negated: boolean,
  ): Truth {
    if (value === null) return negated;
    const orNull = negated && this.#isNull();
    if (op === 'contains' || op === 'startsWith' || op === 'endsWith') {
      const like = { [op]: literally(String(value)) };
      return any([this.#is(negated ? { not: like } : like), orNull]);
    }
    const operator = negated ? complements[op] : op;
    return any([this.#range(operator, value), orNull]);
  }

  #range(operator: RangeOperator, value: NonNullable<Scalar>): Truth {
    if (this.#fits(value)) return this.#is({ [operator]: value });
    // Every stored number is below a greater one than fits, and above a smaller one.
    const upward = operator === 'lt' || operator === 'lte';
    if (Number(value) > MAX_INT) return upward && this.#isPresent();
    if (Number(value) < MIN_INT) return !upward && this.#isPresent();
    // Between two whole numbers: both bounds say the same from the next whole number on.
    const floor = Math.floor(Number(value));
    return this.#is(upward ? { lte: floor } : { gt: floor });
  }
}

function translate(condition: Condition, fields: Fields, negated: boolean): Truth {
  switch (condition.op) {
    case 'not':
      return translate(condition.condition, fields, !negated);
    case 'and':
    case 'or': {
      const parts = condition.conditions.map((part) => translate(part, fields, negated));
      return (condition.op === 'and') === negated ? any(parts) : all(parts);
    }
    default: {
      const field = fields.get(condition.field);
      if (!field)
        throw new TypeError(`The condition names a field that is none of the entity: ${condition.field}`);
      return new FieldTranslator(condition.field, field).translate(condition, negated);
    }
  }
}

/**
 * Translates conditions, all of which must hold, into a Prisma `where` that is true for the same rows as in memory:
 * every predicate is true or false, null included, and a complement is exact. Texts need `COLLATE "C"` columns, and
 * enums text columns, for the orders to agree.
 *
 * @param conditions - of a parsed query; `undefined` holds for every row
 * @example
 * toPrismaWhere([query.where], fields); // { name: { contains: '50\\%' } }
 */
export function toPrismaWhere(conditions: readonly (Condition | undefined)[], fields: Fields): PrismaWhere {
  const truth = all(conditions.map((part) => part === undefined || translate(part, fields, false)));
  if (typeof truth === 'object') return truth;
  return truth ? {} : { OR: [] };
}
