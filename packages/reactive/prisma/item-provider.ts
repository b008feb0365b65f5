import type { DeleteContext, LoadContext, PublishContext } from '../entities/item';
import {
  errorFrom,
  NotFoundError,
  PreconditionFailedError,
  type ReactiveError,
  ValidationError,
} from '../errors';
import { rowSchemaOf } from '../wire/row-form';
import { argument, reading, selected, writing } from './call';
import { createRow } from './creation';
import type { InputSchema, PrismaEntity } from './entity';
import { toPrismaWhere } from './where';

const MAX_VERSION = 2 ** 31 - 1;

/** A statement has a limit of parameters, which all databases keep. */
const MAX_IDS = 1000;

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
    const row = await this.#find(id, context.signal);
    if (!row) throw new NotFoundError();
    return this.#entity.read(row);
  }

  /** The rows that there are of these ids, read by one query for each thousand. */
  async loadMany(ids: readonly T['id'][], { signal }: LoadContext = {}): Promise<T[]> {
    const { delegate, fields, read } = this.#entity;
    const possible = [...new Set(ids)].filter((id) => this.#place(id) !== undefined);
    const rows: object[] = [];
    for (let at = 0; at < possible.length; at += MAX_IDS) {
      const values = possible.slice(at, at + MAX_IDS);
      const where = argument(toPrismaWhere([{ op: 'in', field: 'id', values }], fields));
      const orderBy = argument([]);
      const page = { where, orderBy, take: values.length, select: this.#columns() };
      rows.push(...(await reading(signal, () => delegate().findMany(page))));
    }
    return rows.map(read);
  }

  /**
   * Creates a row, or changes one from `{ id, ...changes }` and raises its version. Without a context, data with an id
   * change an existing row; without a version in it, the row is changed at whatever version it is. A creation that is
   * sent again under its idempotency key creates nothing and answers the row.
   *
   * @throws ValidationError when the data are refused by the schema
   * @throws ConflictError when the id or a unique value is taken, or the idempotency key came with other data
   * @throws NotFoundError when the row to change does not exist
   * @throws PreconditionFailedError when the row is at another version than `context.version`
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
    const where = this.#place(id, version);
    const { count } = where
      ? await writing(signal, () => this.#entity.delegate().deleteMany({ where }))
      : { count: 0 };
    if (count === 0) throw await this.#missed(id, version);
    return true;
  }

  async #create(
    data: Partial<T>,
    context: Partial<PublishContext> = {},
  ): Promise<{ status: number; data: T }> {
    const row = await createRow(this.#entity, this.#stored(parsed(this.#entity.create, data)), context);
    return { status: 201, data: this.#entity.read(row) };
  }

  async #update(
    id: T['id'],
    changes: object,
    context: PublishContext | undefined,
  ): Promise<{ status: number; data: T }> {
    const values = { ...this.#stored(parsed(this.#entity.patch, changes)), version: { increment: 1 } };
    const where = this.#place(id, context?.version);
    const [row] = where
      ? await writing(context?.signal, () =>
          this.#entity
            .delegate()
            .updateManyAndReturn({ where, data: argument(values), select: this.#columns() }),
        )
      : [];
    if (!row) throw await this.#missed(id, context?.version);
    return { status: 200, data: this.#entity.read(row) };
  }

  /** `undefined` for what no row can have: PostgreSQL would answer with an error instead of no row. */
  #place(id: T['id'], version?: number): never | undefined {
    if (typeof id !== this.#entity.fields.get('id')?.kind || String(id).includes('\0')) return undefined;
    if (version === undefined) return argument({ id });
    const possible = Number.isInteger(version) && version >= 1 && version <= MAX_VERSION;
    return possible ? argument({ id, version }) : undefined;
  }

  async #find(id: T['id'], signal?: AbortSignal): Promise<object | null> {
    const where = this.#place(id);
    const select = this.#columns();
    return where ? reading(signal, () => this.#entity.delegate().findUnique({ where, select })) : null;
  }

  #stored(values: object): object {
    return this.#entity.write?.(values) ?? values;
  }

  #columns(): never {
    return selected(this.#entity);
  }

  /** Why a statement found no row. */
  async #missed(id: T['id'], version: number | undefined): Promise<ReactiveError> {
    if (version === undefined || !(await this.#find(id))) return new NotFoundError();
    return new PreconditionFailedError('It has been changed since the version that this change is based on');
  }
}
