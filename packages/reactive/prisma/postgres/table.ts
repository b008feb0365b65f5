/** The part of a Prisma client that reads by SQL; a client of a transaction has it, too. */
export interface RawClient {
  $queryRawUnsafe(sql: string, ...values: unknown[]): PromiseLike<unknown>;
}

/**
 * A table of PostgreSQL, so that it can be read by SQL. Its columns have the types that Prisma gives them for the kinds
 * of their fields (enums being texts), or ones that compare with these.
 *
 * @example
 * const table: PostgresTable = {
 *   client: () => prisma,
 *   name: 'users',
 *   columns: { createdAt: 'created_at', updatedAt: 'updated_at' },
 * };
 */
export interface PostgresTable {
  /** Asked for at each statement, as a delegate is. */
  readonly client: () => RawClient;
  readonly name: string;
  /** Columns that are named otherwise than their fields. */
  readonly columns?: Readonly<Record<string, string>> | undefined;
}

/** A name as SQL takes it. */
export function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** The column of a field. */
export function columnOf({ columns = {} }: Pick<PostgresTable, 'columns'>, field: string): string {
  return quoted(Object.hasOwn(columns, field) ? (columns[field] ?? field) : field);
}
