import type { DeleteContext, ItemId, LoadContext, PublishContext } from '../../entities/item';
import { AbortedError, ConflictError, NotFoundError } from '../../errors';
import { same } from '../../model/equality';
import { type Fields, fieldsOf, type ListResult, parseQuery } from '../../query';
import { runQuery } from '../../query/page';
import { uuidv7 } from '../../registry/uuid';
import { encodeBy } from '../../wire/encode';
import {
  check,
  type Row,
  refuse,
  refuseStale,
  refuseStamps,
  refuseTexts,
  stamps,
  type TableSchema,
} from './checks';
import { copyOf } from './copy';

/** What a call to the table is about, for `intercept`. */
export interface TableCall {
  readonly operation: 'load' | 'loadMany' | 'publish' | 'delete' | 'list';
  readonly id?: ItemId | undefined;
  /** Of `loadMany`. */
  readonly ids?: readonly ItemId[] | undefined;
}

export interface MemoryOptions<T extends object> {
  /** The Zod object that describes a whole row. */
  readonly schema: TableSchema;
  /** The fields that may be queried; those of the schema when left out. */
  readonly fields?: Fields | undefined;
  /** Fields of which no two rows may have the same value. */
  readonly unique?: readonly (keyof T & string)[] | undefined;
  /** Values of new rows that nobody gave. */
  readonly defaults?: Partial<T> | undefined;
  readonly rows?: readonly T[] | undefined;
  readonly now?: (() => Date) | undefined;
  readonly newId?: (() => ItemId) | undefined;
  /** Runs before each call, to delay it or to make it fail. */
  readonly intercept?: ((call: TableCall) => void | Promise<void>) | undefined;
}

function notFound(id: ItemId): never {
  throw new NotFoundError(`Nothing has the id ${id}`);
}

function isItemId(value: unknown): value is ItemId {
  return typeof value === 'string' || typeof value === 'number';
}

/** Rows in memory, with what a database does about them: unique values, versions, times. */
export class MemoryTable<T extends object> {
  readonly #options: MemoryOptions<T>;
  readonly #fields: Fields;
  readonly #rows = new Map<ItemId, Row>();
  readonly #answers = new Map<string, { readonly data: string; readonly row: Row }>();

  constructor(options: MemoryOptions<T>) {
    this.#options = options;
    this.#fields = options.fields ?? fieldsOf(options.schema);
    for (const row of options.rows ?? []) {
      const { id, ...values } = { ...(row as Row) }; // an object type, which has no index signature
      this.#insert(isItemId(id) ? id : uuidv7(), values);
    }
  }

  /** A copy of what is stored, in the order of creation. */
  rows(): T[] {
    return [...this.#rows.values()].map((row) => this.#copy(row));
  }

  async load(id: ItemId, { signal }: LoadContext = {}): Promise<T> {
    await this.#begin({ operation: 'load', id }, signal);
    return this.#copy(this.#rows.get(id) ?? notFound(id));
  }

  /** The rows that there are of these ids. */
  async loadMany(ids: readonly ItemId[], { signal }: LoadContext = {}): Promise<T[]> {
    await this.#begin({ operation: 'loadMany', ids }, signal);
    return [...new Set(ids)].flatMap((id) => {
      const row = this.#rows.get(id);
      return row === undefined ? [] : [this.#copy(row)];
    });
  }

  async list(specs: unknown, { signal }: LoadContext = {}): Promise<ListResult<T>> {
    await this.#begin({ operation: 'list' }, signal);
    const query = parseQuery(this.#fields, specs);
    const { items, total, next } = runQuery([...this.#rows.values()], query, { fields: this.#fields });
    return { items: items.map((row) => this.#copy(row)), total, next };
  }

  /** Without a context, data with an id is an update and data without one is new. */
  async publish(data: Partial<T>, context?: PublishContext): Promise<{ status: number; data: T }> {
    const { id, ...values }: Row = copyOf({ ...data });
    if (id !== undefined && !isItemId(id)) refuse({ id: ['Expected a text or a number'] });
    const { isNew = id === undefined, version, idempotencyKey, signal } = context ?? {};
    await this.#begin({ operation: 'publish', id }, signal);
    refuseTexts(values);
    refuseStamps(values);
    if (isNew) return { status: 201, data: this.#copy(await this.#create({ id, values, idempotencyKey })) };
    if (id === undefined) refuse({ id: ['An update needs the id'] });
    return { status: 200, data: this.#copy(await this.#update(id, values, version)) };
  }

  async delete(id: ItemId, { version, signal }: DeleteContext = {}): Promise<boolean> {
    await this.#begin({ operation: 'delete', id }, signal);
    const row = this.#rows.get(id) ?? notFound(id);
    refuseStale(row, version);
    return this.#rows.delete(id);
  }

  async #begin(call: TableCall, signal: AbortSignal | undefined): Promise<void> {
    await this.#options.intercept?.(call);
    if (signal?.aborted) throw new AbortedError(undefined, { cause: signal.reason });
  }

  async #create(given: {
    id: ItemId | undefined;
    values: Row;
    idempotencyKey: string | undefined;
  }): Promise<Row> {
    const { newId = uuidv7, now = () => new Date(), defaults, schema } = this.#options;
    const { idempotencyKey: key, id = newId() } = given;
    const time = now();
    const filled = { createdAt: time, updatedAt: time, version: 1 };
    const stamped = stamps.filter((name) => this.#fields.has(name)).map((name) => [name, filled[name]]);
    const checked = await check(schema, { ...defaults, ...given.values, id, ...Object.fromEntries(stamped) });
    // From here on nothing waits, so no other call comes between the checks and the write.
    const answered = key === undefined ? undefined : this.#answers.get(key);
    const data = JSON.stringify([given.id, encodeBy(schema, given.values)]);
    if (answered?.data === data) return answered.row;
    if (answered) throw new ConflictError('This idempotency key was used with other data');
    const row = this.#insert(id, checked);
    if (key !== undefined) this.#answers.set(key, { data, row });
    return row;
  }

  async #update(id: ItemId, values: Row, version: number | undefined): Promise<Row> {
    const known = this.#rows.get(id) ?? notFound(id);
    const checked = await check(this.#options.schema, { ...known, ...values });
    const current = this.#rows.get(id) ?? notFound(id);
    const changes = Object.fromEntries(Object.keys(values).map((name) => [name, checked[name]]));
    const { now = () => new Date() } = this.#options;
    if (this.#fields.has('version')) {
      refuseStale(current, version);
      Object.assign(changes, { version: Number(current['version']) + 1 });
    }
    if (this.#fields.has('updatedAt')) Object.assign(changes, { updatedAt: now() });
    this.#refuseTaken(id, changes);
    const row = Object.freeze({ ...current, ...changes });
    this.#rows.set(id, row);
    return row;
  }

  #insert(id: ItemId, values: Row): Row {
    if (this.#rows.has(id))
      throw new ConflictError(`The id ${id} is taken`, { errors: { id: ['Already taken'] } });
    this.#refuseTaken(id, values);
    const row = Object.freeze({ ...values, id });
    this.#rows.set(id, row);
    return row;
  }

  #refuseTaken(id: ItemId, values: Row): void {
    const taken = (this.#options.unique ?? []).filter((name) => {
      const value = values[name];
      // As in SQL, any number of rows may have no value.
      if (value === undefined || value === null) return false;
      return [...this.#rows.values()].some((row) => row['id'] !== id && same(row[name], value));
    });
    if (taken.length === 0) return;
    const errors = Object.fromEntries(taken.map((name) => [name, ['Already taken']]));
    throw new ConflictError(undefined, { errors });
  }

  #copy(row: Row): T {
    return copyOf(row) as T; // each row went through the schema of T
  }
}
