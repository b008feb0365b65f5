import type { Fields, QueryOptions } from '../query';
import type { RowAccess } from './access';
import type { PostgresTable } from './postgres/table';

/**
 * The part of a Prisma model delegate (`prisma.user`) that the providers use. `never` stands for arguments of the
 * model's own types: what goes in was checked by a schema or by the query language, not by Prisma's types.
 */
export interface PrismaDelegate {
  findFirst(args: { where: never; select: never }): PromiseLike<object | null>;
  findMany(args: { where: never; orderBy: never; take: number; select: never }): PromiseLike<object[]>;
  count(args: { where: never }): PromiseLike<unknown>;
  create(args: { data: never; select: never }): PromiseLike<object>;
  updateManyAndReturn(args: { where: never; data: never; select: never }): PromiseLike<object[]>;
  deleteMany(args: { where: never }): PromiseLike<{ count: number }>;
}

/** A schema, as much of a Zod one as is used. */
export interface InputSchema {
  safeParse(value: unknown): { success: true; data: object } | { success: false; error: unknown };
}

/**
 * How an entity is kept by Prisma. Its model needs an `id` with a default and an integer `version` that begins at 1.
 *
 * @example
 * const users: PrismaEntity<IUser> = {
 *   delegate: () => prisma.user,
 *   read: (row) => row as IUser, // the columns are those of IUser
 *   fields: fieldsOf(userSchema),
 *   create: userCreateSchema,
 *   patch: userPatchSchema,
 * };
 */
export interface PrismaEntity<T extends object> {
  /** Asked for at each call, so that the database may be opened later than this is written. */
  readonly delegate: () => PrismaDelegate;
  /** Makes the entity's data of a row, which has the columns of `fields` and `columns`, and no others. */
  readonly read: (row: object) => T;
  /** What queries may name, and what is read: other columns of the table stay in the database. */
  readonly fields: Fields;
  /** Columns that are read besides those of `fields`: bigints, decimals, bytes and others that no query can name. */
  readonly columns?: readonly string[] | undefined;
  /**
   * The table, where it is one of PostgreSQL: a page is read with its total by one statement then, and not by two
   * through the delegate. Not heeded where `columns` are read, too.
   */
  readonly table?: PostgresTable | undefined;
  /** Makes of the entity's values what the columns take, where these differ; `read` is its other way. */
  readonly write?: ((values: object) => object) | undefined;
  /** What creates a row, strict. */
  readonly create: InputSchema;
  /** What changes a row, strict: never its id or version. */
  readonly patch: InputSchema;
  /**
   * Runs each write: in a transaction, whose delegate {@link delegate} gives meanwhile. Without one, a write is a
   * statement of its own.
   */
  readonly transaction?: (<Result>(work: () => Promise<Result>) => Promise<Result>) | undefined;
  /**
   * What whoever asks may see and do: asked for once by each call of a provider, when it begins. What it throws ends the
   * call. Without it, everything may be seen and done.
   */
  readonly access?: (() => RowAccess<T>) | undefined;
  /** Limits of queries. */
  readonly query?: QueryOptions | undefined;
}
