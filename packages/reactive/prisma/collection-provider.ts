import type { LoadContext } from '../entities/item';
import { type ListResult, type ListSpecs, parseQuery } from '../query';
import { afterCursor, encodeCursor } from '../query/page';
import { conditionOf, told } from './access';
import { argument, reading, selected } from './call';
import type { PrismaEntity } from './entity';
import { toPrismaWhere } from './where';

/**
 * Lists one entity's items from a table through Prisma: filters, orders and pages have the meaning that they have in
 * memory, and a page is sought in its index, however far in it lies.
 *
 * @example
 * class UsersPrismaProvider extends PrismaCollectionProvider<IUser> {
 *   constructor(_parent?: unknown) {
 *     super(users);
 *   }
 * }
 */
export class PrismaCollectionProvider<T extends { id: string | number }> {
  readonly #entity: PrismaEntity<T>;

  constructor(entity: PrismaEntity<T>) {
    this.#entity = entity;
  }

  /** @throws ValidationError when the query is refused, with a message per path */
  async list(specs: ListSpecs<T> = {}, context: LoadContext = {}): Promise<ListResult<T>> {
    const { fields, query: options, read } = this.#entity;
    const access = this.#entity.access?.();
    const query = parseQuery(access?.queryable() ?? fields, specs, options);
    const cursor = { fields, key: access?.cursorKey };
    const shown = [access && conditionOf(access.readable(), fields), query.where];
    const where = toPrismaWhere([...shown, afterCursor(query, cursor)], fields);
    const orderBy = query.orderBy.map(({ field, direction }) => ({ [field]: direction }));
    const delegate = this.#entity.delegate();
    const [rows, total] = await reading(context.signal, () =>
      Promise.all([
        // One more than asked for tells whether there is a page after this one.
        delegate.findMany({
          where: argument(where),
          orderBy: argument(orderBy),
          take: query.limit + 1,
          select: selected(this.#entity),
        }),
        delegate.count({ where: argument(toPrismaWhere(shown, fields)) }),
      ]),
    );
    const items = rows.slice(0, query.limit).map(read);
    const last = items.at(-1);
    const next = last && rows.length > query.limit ? encodeCursor(query, last, cursor) : null;
    return { items: items.map((row) => told(row, access)), total: Number(total), next };
  }
}
