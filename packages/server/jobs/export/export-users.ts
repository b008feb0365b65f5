import { AsyncLocalStorage } from 'node:async_hooks';
import type { Readable } from 'node:stream';
import { type IUser, userSchema } from '@myapp/core/entities/user';
import { requireActor, userPolicy } from '@myapp/core/policies';
import { PrismaCollectionProvider } from 'reactive/prisma';
import { defaultLimits, type ListSpecs } from 'reactive/query';
import { users } from '../../providers/user.provider';
import { writeCsv } from '../csv/write-csv';

/** Rows that are read at a time. */
const PAGE = 1000;

/** What stands in the file, in the order of the columns that an import takes. */
const COLUMNS = [
  'name',
  'email',
  'role',
  'status',
  'id',
  'createdAt',
  'updatedAt',
  'version',
] as const satisfies readonly (keyof IUser)[];

class ExportProvider extends PrismaCollectionProvider<IUser> {
  constructor() {
    super({ ...users, query: { limits: { ...defaultLimits, maxPageSize: PAGE } } });
  }
}

const cell = (value: IUser[keyof IUser] | undefined): string => {
  if (value === undefined) return '';
  return value instanceof Date ? value.toISOString() : String(value);
};

/** The users that match, as a page is listed, one page after the other; the first is read before anything is told. */
async function pagesOf(
  specs: ListSpecs<IUser>,
  renewed: () => Promise<void>,
): Promise<AsyncGenerator<Partial<IUser>[], void, void>> {
  const provider = new ExportProvider();
  const first = await provider.list({ ...specs, limit: PAGE });
  // Whoever takes the file asks for more of it by events of their connection, in whose scope nobody acts.
  const inScope = AsyncLocalStorage.snapshot();
  return (async function* pages() {
    let page = first;
    yield page.items;
    while (page.next) {
      const { next } = page;
      await renewed();
      page = await inScope(() => provider.list({ ...specs, limit: PAGE, next }));
      yield page.items;
    }
  })();
}

/**
 * The users that match, as far as whoever acts may see them, as a CSV file: what they may not know of one is left empty,
 * and what they may know of nobody has no column. It is read page by page while it is sent, each
 * page for whoever acts as they are then.
 *
 * @param renewed - called before each further page; ends the file by throwing
 * @throws ValidationError for a filter or an order that is refused
 * @throws UnauthenticatedError, ForbiddenError where nobody may be seen
 */
export async function exportUsers(
  { where, orderBy }: Pick<ListSpecs<IUser>, 'where' | 'orderBy'>,
  renewed: () => Promise<void>,
): Promise<Readable> {
  const actor = requireActor();
  const self = typeof actor === 'object' ? { id: actor.id, status: actor.status } : {};
  const readable: readonly string[] = [
    ...userPolicy.readableFields(actor),
    ...userPolicy.readableFields(actor, { ...self }),
  ];
  const columns = COLUMNS.filter((name) => readable.includes(name) && name in userSchema.shape);
  const pages = await pagesOf({ ...(where && { where }), ...(orderBy && { orderBy }) }, renewed);
  const rows = async function* (): AsyncGenerator<readonly string[], void, void> {
    for await (const page of pages) for (const user of page) yield columns.map((name) => cell(user[name]));
  };
  return writeCsv(columns, rows());
}
