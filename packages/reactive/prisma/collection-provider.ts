import type { LoadContext } from '../entities/item';
import { type ListResult, type ListSpecs, parseQuery } from '../query';
import { afterCursor, encodeCursor } from '../query/page';
import { conditionOf, told } from './access';
import { argument, reading, selected } from './call';
import type { PrismaEntity } from './entity';
import type { PageQuery, RowPage } from './page-query';
import { readPage } from './postgres/read-page';
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
    const page: PageQuery = {
      fields,
      shown: [access && conditionOf(access.readable(), fields), query.where],
      after: afterCursor(query, cursor),
      orderBy: query.orderBy,
      // One more than asked for tells whether there is a page after this one.
      take: query.limit + 1,
    };
    const { rows, total } = await reading(context.signal, () => this.#read(page));
    const items = rows.slice(0, query.limit).map(read);
    const last = items.at(-1);
    const next = last && rows.length > query.limit ? encodeCursor(query, last, cursor) : null;
    return { items: items.map((row) => told(row, access)), total, next };
  }

  async #read(page: PageQuery): Promise<RowPage> {
    const { columns = [], table } = this.#entity;
    if (table !== undefined && columns.length === 0) return readPage(table, page);
    const { fields, shown, after, orderBy, take } = page;
    const delegate = this.#entity.delegate();
    const [rows, total] = await Promise.all([
      delegate.findMany({
        where: argument(toPrismaWhere([...shown, after], fields)),
        orderBy: argument(orderBy.map(({ field, direction }) => ({ [field]: direction }))),
        take,
        select: selected(this.#entity),
      }),
      delegate.count({ where: argument(toPrismaWhere(shown, fields)) }),
    ]);
    return { rows, total: Number(total) };
  }
}
