import { historyEntrySchema, type IHistoryEntry } from '@myapp/core/entities/history';
import { account, accountEvents, type StoredEvent } from '@myapp/core/events';
import { type Actor, historyPolicy, requireActor } from '@myapp/core/policies';
import type { ListContext } from 'reactive/entities/collection';
import { PrismaCollectionProvider, type PrismaEntity, type RowAccess } from 'reactive/prisma';
import { fieldsOf, type ListResult, type ListSpecs, type Where } from 'reactive/query';
import { z } from 'zod';
import { prisma } from '../db';
import { UserPrismaProvider } from './user.provider';

/** An entry as the table has it: with the name of its kind of stream, and without anybody's names. */
const rowSchema = historyEntrySchema.omit({ userName: true, actorName: true }).extend({ stream: z.string() });

type Row = z.output<typeof rowSchema>;

/** What the policy says, of the streams that are histories of users. */
function accessOf(actor: NonNullable<Actor>): RowAccess<Row> {
  const view = historyPolicy.as(actor);
  return {
    ...view,
    // A filter of entries is one of rows, which have all their fields.
    readable: () => ({ ...(view.readable() as Where<Row>), stream: account.stream }),
    present: ({ stream: _kind, ...row }) => view.present(row),
  };
}

const entries: PrismaEntity<Row> = {
  delegate: () => prisma.historyEntry,
  read(row) {
    // The columns are those that are asked for below.
    const stored = row as Omit<StoredEvent, 'streamId'> & { readonly userId: string };
    const { type, data, personal } = accountEvents.read({ ...stored, streamId: stored.userId });
    const { id, userId, version, at, actor, requestId, stream } = stored;
    return { id, userId, version, type, at, actor, requestId, data, personal, stream };
  },
  fields: fieldsOf(rowSchema),
  columns: ['schemaVersion', 'data', 'personal'],
  // The tables write it themselves.
  create: rowSchema.pick({}),
  patch: rowSchema.pick({}),
  access: () => accessOf(requireActor()),
};

class HistoryRows extends PrismaCollectionProvider<Row> {
  constructor() {
    super(entries);
  }
}

/**
 * What happened to users in the open database, as far as whoever acts may read it, with the names of those whom they
 * may see.
 *
 * @example
 * const history = new History({ provider: HistoryPrismaProvider });
 * await history.load({ where: { userId: ada.id }, orderBy: { version: 'desc' } });
 */
export class HistoryPrismaProvider {
  readonly #rows = new HistoryRows();

  constructor(_parent?: unknown) {}

  async list(specs: ListSpecs<IHistoryEntry>, context?: ListContext): Promise<ListResult<IHistoryEntry>> {
    const page = await this.#rows.list(specs as ListSpecs<Row>, context);
    const ids = new Set(page.items.flatMap(({ userId, actor }) => [userId, actor]));
    const people = await new UserPrismaProvider().loadMany([...ids]);
    const names = new Map(people.map(({ id, name }) => [id, name]));
    const nameOf = (id: string): string | null => names.get(id) ?? null;
    const items = page.items.map((row) => ({
      ...row,
      userName: nameOf(row.userId),
      actorName: nameOf(row.actor),
    }));
    return { ...page, items };
  }
}
