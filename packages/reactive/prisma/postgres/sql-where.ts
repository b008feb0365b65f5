import type { PrismaWhere } from '../where';
import { columnOf, type PostgresTable } from './table';

/** What a condition of `toPrismaWhere` says of a field: one operator, and what it compares with. */
type Operators = Readonly<Record<string, unknown>>;

const COMPARISONS: Readonly<Record<string, string>> = { gt: '>', gte: '>=', lt: '<', lte: '<=' };

const PATTERNS: Readonly<Record<string, (text: string) => string>> = {
  contains: (text) => `%${text}%`,
  startsWith: (text) => `${text}%`,
  endsWith: (text) => `%${text}`,
};

/** A time as PostgreSQL reads it, whatever the year: those before the first one count backwards. */
function timeOf(date: Date): string {
  const year = date.getUTCFullYear();
  const [, rest = ''] = /^[+-]?\d+(-.*)$/.exec(date.toISOString()) ?? [];
  const counted = String(year > 0 ? year : 1 - year).padStart(4, '0');
  return `${counted}${rest}${year > 0 ? '' : ' BC'}`;
}

/** The values of a statement, each of which stands in it as its number. */
export class Parameters {
  readonly values: string[] = [];

  /** Without a type of its own: it is of the column that it is compared with. */
  add(value: unknown): string {
    // The drivers disagree about what a parameter of this type is; there are but two of them.
    if (typeof value === 'boolean') return String(value);
    this.values.push(value instanceof Date ? timeOf(value) : String(value));
    return `$${this.values.length}`;
  }
}

/** Writes conditions as SQL: the very ones that Prisma would be given. */
export class SqlWhere {
  readonly #table: Pick<PostgresTable, 'columns'>;
  readonly #parameters: Parameters;

  constructor(table: Pick<PostgresTable, 'columns'>, parameters: Parameters) {
    this.#table = table;
    this.#parameters = parameters;
  }

  /** @throws TypeError for what `toPrismaWhere` never makes */
  write(where: PrismaWhere): string {
    const parts = Object.entries(where).map(([name, said]) => {
      if (name === 'AND') return this.#joined(said, 'AND', 'true');
      if (name === 'OR') return this.#joined(said, 'OR', 'false');
      return this.#compared(columnOf(this.#table, name), said as Operators); // every other name is one of a field
    });
    return parts.length === 0 ? 'true' : parts.join(' AND ');
  }

  #joined(conditions: unknown, word: 'AND' | 'OR', ofNone: string): string {
    const parts = (conditions as readonly PrismaWhere[]).map((condition) => this.write(condition));
    return parts.length === 0 ? ofNone : `(${parts.join(` ${word} `)})`;
  }

  #compared(column: string, operators: Operators): string {
    const [operator = '', value] = Object.entries(operators)[0] ?? [];
    if (operator === 'not' && typeof value === 'object' && value !== null && !(value instanceof Date))
      return `NOT (${this.#compared(column, value as Operators)})`;
    switch (operator) {
      case 'equals':
        return value === null ? `${column} IS NULL` : `${column} = ${this.#parameters.add(value)}`;
      case 'not':
        return value === null ? `${column} IS NOT NULL` : `${column} <> ${this.#parameters.add(value)}`;
      case 'in':
      case 'notIn':
        return `${column} ${operator === 'in' ? 'IN' : 'NOT IN'} (${this.#list(value)})`;
      default:
        return this.#ranged(column, operator, value);
    }
  }

  #list(values: unknown): string {
    return (values as readonly unknown[]).map((value) => this.#parameters.add(value)).join(', ');
  }

  #ranged(column: string, operator: string, value: unknown): string {
    const comparison = COMPARISONS[operator];
    if (comparison !== undefined) return `${column} ${comparison} ${this.#parameters.add(value)}`;
    const pattern = PATTERNS[operator];
    if (pattern === undefined) throw new TypeError(`There is no SQL for the operator ${operator}`);
    return `${column} LIKE ${this.#parameters.add(pattern(String(value)))}`;
  }
}
