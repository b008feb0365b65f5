import type { DeleteContext, LoadContext, PublishContext } from '../entities/item';
import {
  errorFrom,
  NotFoundError,
  PreconditionFailedError,
  type ReactiveError,
  ValidationError,
} from '../errors';
import type { Where } from '../query';
import { rowSchemaOf } from '../wire/row-form';
import { conditionOf, type RowAccess, told } from './access';
import { argument, reading, selected, writing } from './call';
import type { InputSchema, PrismaEntity } from './entity';
import { findRow } from './find-row';
import { toPrismaWhere } from './where';

const MAX_VERSION = 2 ** 31 - 1;

/** A statement has a limit of parameters, which all databases keep. */
const MAX_IDS = 1000;

/** A change of a row that is there. */
interface Write<T extends object> {
  readonly action: 'update' | 'delete';
  readonly id: string | number;
  readonly version: number | undefined;
  /** The names of what changes. */
  readonly fields: readonly string[];
  readonly access: RowAccess<T> | undefined;
}

function parsed(schema: InputSchema, value: unknown): object {
  const result = rowSchemaOf(schema).safeParse(value);
  if (!result.success) throw errorFrom(result.error);
  return result.data;
}

/**
 * Keeps one entity's items in a table through Prisma. Each write is one statement: an update or delete that names a
 * version has effect only while that is the row's version, whoever else writes at the same time.
 *
 * @example
 * class UserPrismaProvider extends PrismaItemProvider<IUser> {
 *   constructor(_parent?: unknown) {
 *     super(users);
 *   }
 * }
 */
export class PrismaItemProvider<T extends { id: string | number }> {
  readonly #entity: PrismaEntity<T>;

  constructor(entity: PrismaEntity<T>) {
    this.#entity = entity;
  }

  /** @throws NotFoundError when there is no such row */
  async load(id: T['id'], context: LoadContext = {}): Promise<T> {
    const access = this.#entity.access?.();
    const row = await this.#find(id, { access, signal: context.signal });
    if (!row) throw new NotFoundError();
    return told(this.#entity.read(row), access);
  }

  /** The rows that there are of these ids, read by one query for each thousand. */
  async loadMany(ids: readonly T['id'][], { signal }: LoadContext = {}): Promise<T[]> {
    const { delegate, fields, read } = this.#entity;
    const access = this.#entity.access?.();
    const shown = access && conditionOf(access.readable(), fields);
    const possible = [...new Set(ids)].filter((id) => this.#place(id) !== undefined);
    const rows: object[] = [];
    for (let at = 0; at < possible.length; at += MAX_IDS) {
      const values = possible.slice(at, at + MAX_IDS);
      const where = argument(toPrismaWhere([{ op: 'in', field: 'id', values }, shown], fields));
      const orderBy = argument([]);
      const page = { where, orderBy, take: values.length, select: this.#columns() };
      rows.push(...(await reading(signal, () => delegate().findMany(page))));
    }
    return rows.map((row) => told(read(row), access));
  }

  /**
   * Creates a row, or changes one from `{ id, ...changes }` and raises its version. Without a context, data with an id
   * change an existing row; without a version in it, the row is changed at whatever version it is.
   *
   * @throws ValidationError when the data are refused by the schema
   * @throws ConflictError when the id or a unique value is taken
   * @throws NotFoundError when the row to change does not exist
   * @throws PreconditionFailedError when the row is at another version than `context.version`
   * @throws ForbiddenError, and what else the entity's access throws
   */
  async publish(data: Partial<T>, context?: PublishContext): Promise<{ status: number; data: T }> {
    const { id, ...values } = data;
    const isNew = context ? context.isNew : id === undefined;
    if (isNew) return this.#create(data, context);
    if (id === undefined) {
      throw new ValidationError(undefined, { errors: { id: ['An update needs the id'] } });
    }
    return this.#update(id, values, context);
  }

  /**
   * @throws NotFoundError when there is no such row
   * @throws PreconditionFailedError when the row is at another version than `context.version`
   */
  async delete(id: T['id'], { version, signal }: DeleteContext = {}): Promise<boolean> {
    const write: Write<T> = { action: 'delete', id, version, fields: [], access: this.#entity.access?.() };
    const where = this.#target(write);
    const { count } = where
      ? await writing(this.#entity, signal, () => this.#entity.delegate().deleteMany({ where }))
      : { count: 0 };
    if (count === 0) throw await this.#missed(write);
    return true;
  }

  async #create(
    data: Partial<T>,
    { signal }: Partial<PublishContext> = {},
  ): Promise<{ status: number; data: T }> {
    const access = this.#entity.access?.();
    const values = parsed(this.#entity.create, data);
    access?.authorize('create', { row: values, fields: Object.keys(values) });
    const stored = argument(this.#stored(values));
    const row = await writing(this.#entity, signal, () =>
      this.#entity.delegate().create({ data: stored, select: this.#columns() }),
    );
    return { status: 201, data: told(this.#entity.read(row), access) };
  }

  async #update(
    id: T['id'],
    changes: object,
    context: PublishContext | undefined,
  ): Promise<{ status: number; data: T }> {
    const access = this.#entity.access?.();
    const values = parsed(this.#entity.patch, changes);
    const { version } = context ?? {};
    const write: Write<T> = { action: 'update', id, version, fields: Object.keys(values), access };
    const where = this.#target(write);
    const data = argument({ ...this.#stored(values), version: { increment: 1 } });
    const [row] = where
      ? await writing(this.#entity, context?.signal, () =>
          this.#entity.delegate().updateManyAndReturn({ where, data, select: this.#columns() }),
        )
      : [];
    if (!row) throw await this.#missed(write);
    return { status: 200, data: told(this.#entity.read(row), access) };
  }

  /** `undefined` for what no row can have: PostgreSQL would answer with an error instead of no row. */
  #place(id: T['id'], version?: number): object | undefined {
    if (typeof id !== this.#entity.fields.get('id')?.kind || String(id).includes('\0')) return undefined;
    if (version === undefined) return { id };
    const possible = Number.isInteger(version) && version >= 1 && version <= MAX_VERSION;
    return possible ? { id, version } : undefined;
  }

  /** The row at its version, if it may be written: so nothing comes between the check and the write. */
  #target({ action, id, version, fields, access }: Write<T>): never | undefined {
    const place = this.#place(id, version);
    const writable = access?.writable(action, fields);
    if (!place || (access && !writable)) return undefined;
    return writable ? this.#within(place, writable) : argument(place);
  }

  #within(place: object, where: Where<T>): never {
    const { fields } = this.#entity;
    return argument({ ...place, AND: [toPrismaWhere([conditionOf(where, fields)], fields)] });
  }

  async #find(
    id: T['id'],
    { access, signal }: { access: RowAccess<T> | undefined; signal?: AbortSignal | undefined },
  ): Promise<object | null> {
    if (!this.#place(id)) return null;
    const condition = access && conditionOf(access.readable(), this.#entity.fields);
    return reading(signal, () => findRow(this.#entity, { id, condition }));
  }

  #stored(values: object): object {
    return this.#entity.write?.(values) ?? values;
  }

  #columns(): never {
    return selected(this.#entity);
  }

  /** Why a statement found no row. */
  async #missed({ action, id, version, fields, access }: Write<T>): Promise<ReactiveError> {
    const row = version === undefined && !access ? null : await this.#find(id, { access });
    if (!row) return new NotFoundError();
    access?.authorize(action, { row: this.#entity.read(row), fields });
    return new PreconditionFailedError('It has been changed since the version that this change is based on');
  }
}
