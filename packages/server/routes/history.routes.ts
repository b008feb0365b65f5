import { History, type IHistoryEntry } from '@myapp/core/entities/history';
import { type IUserProvider, User } from '@myapp/core/entities/user';
import { historyPolicy, userPolicy } from '@myapp/core/policies';
import type { Request, Router } from 'express';
import type { CollectionProvider } from 'reactive/entities/collection';
import type { ProviderClass } from 'reactive/entities/item';
import { errorFrom, ForbiddenError, NotFoundError } from 'reactive/errors';
import { apiRouter, listSpecs, sendList } from 'reactive/express';
import type { ListSpecs, OrderBy, Where } from 'reactive/query';
import { z } from 'zod';
import type { AccountHistories, PastAccount } from '../events/account-histories';
import { requireViewer } from './authenticate';

/** What the routes of histories work with. */
export interface HistoryParts {
  /** Where users are kept. */
  readonly users: ProviderClass<IUserProvider>;
  /** Where entries are listed. */
  readonly history: ProviderClass<CollectionProvider<IHistoryEntry>>;
  readonly histories: AccountHistories;
}

const NEWEST: Record<'own' | 'all', OrderBy<IHistoryEntry>> = {
  own: { version: 'desc' },
  // Of one moment, the later event of a user comes first too.
  all: [{ at: 'desc' }, { userId: 'asc' }, { version: 'desc' }],
};

/** As in filters: the database has no year 0. */
function isStorable(at: Date): boolean {
  const year = at.getUTCFullYear();
  return year >= 1 && year <= 9999;
}

/** Until when: both are texts of an address. */
const untilSchema = z
  .strictObject({
    version: z
      .string()
      .regex(/^[1-9][0-9]*$/, 'Expected a whole number from 1, in digits')
      .transform(Number)
      .pipe(z.int().max(2_147_483_647))
      .exactOptional(),
    at: z.iso
      .datetime({ offset: true })
      .transform((text) => new Date(text))
      .refine((at) => isStorable(at), 'Expected a date of the years 1 to 9999')
      .exactOptional(),
  })
  .refine(({ version, at }) => version === undefined || at === undefined, 'Only one of version and at');

/** What an address asks for, by names that it has once each. */
function until(req: Pick<Request, 'url'>): { upTo?: number; at?: Date } {
  const { searchParams } = new URL(req.url, 'http://localhost');
  const given: Record<string, string | string[]> = Object.create(null);
  for (const name of searchParams.keys()) {
    const values = searchParams.getAll(name);
    given[name] = values.length === 1 ? (values[0] ?? '') : values;
  }
  const parsed = untilSchema.safeParse({ ...given });
  if (!parsed.success) throw errorFrom(parsed.error);
  const { version, at } = parsed.data;
  return { ...(version !== undefined && { upTo: version }), ...(at && { at }) };
}

/**
 * Who may not read the history of a user learns no more than whether they may see the user.
 *
 * @throws NotFoundError when there never was such a user, or none for who asks
 * @throws ForbiddenError when there is, and the history is for others to read
 */
async function requireReadable(id: string, { users: provider, histories }: HistoryParts): Promise<void> {
  const viewer = requireViewer();
  const reason = historyPolicy.reason(viewer, 'read', { row: { userId: id } });
  if (reason !== undefined) {
    await new User({ id, provider }).load();
    throw new ForbiddenError(reason);
  }
  if (!(await histories.has(id))) throw new NotFoundError();
}

/** What of a user as it was whoever asks may read, by what they may read of the user. */
function shown(id: string, { account, ...about }: PastAccount): object {
  const viewer = requireViewer();
  const readable: readonly string[] = userPolicy.readableFields(viewer, { id, ...account });
  const of = Object.entries(account).filter(
    ([name]) => name === 'exists' || readable.includes(name === 'rowVersion' ? 'version' : name),
  );
  return { ...about, account: Object.fromEntries(of) };
}

/**
 * What happened to users: to one of them, and to all; and users as they were. To be mounted under `/api` behind
 * `authenticate()`.
 *
 * @example
 * const parts = { users: UserPrismaProvider, history: HistoryPrismaProvider, histories: accountHistories };
 * app.use('/api', scopeMiddleware(), authenticate(sessions), historyRoutes(parts));
 */
export function historyRoutes(parts: HistoryParts): Router {
  const specsOf = (req: Pick<Request, 'url'>): ListSpecs<IHistoryEntry> =>
    listSpecs(req, historyPolicy.queryableFields(requireViewer()));

  const load = async (specs: ListSpecs<IHistoryEntry>) => {
    const history = new History({ provider: parts.history });
    await history.load(specs);
    return {
      items: history.items.map((entry) => entry.getProperties()),
      total: history.getTotal(),
      next: history.getNext(),
    };
  };

  return apiRouter((router) => {
    router.get('/users/:id/history', async (req, res) => {
      const { id } = req.params;
      await requireReadable(id, parts);
      const { where, orderBy = NEWEST.own, ...page } = specsOf(req);
      const own: Where<IHistoryEntry> = { userId: id };
      sendList(res, await load({ ...page, where: where ? { AND: [own, where] } : own, orderBy }));
    });

    router.get('/users/:id/as-of', async (req, res) => {
      const { id } = req.params;
      await requireReadable(id, parts);
      const past = await parts.histories.asOf(id, until(req));
      res.set('Cache-Control', 'no-store').json(shown(id, past));
    });

    router.get('/users/:id/activity', async (req, res) => {
      await requireReadable(req.params.id, parts);
      res.set('Cache-Control', 'no-store').json(await parts.histories.activity(req.params.id));
    });

    router.get('/audit', async (req, res) => {
      const reason = historyPolicy.reason(requireViewer(), 'read');
      if (reason !== undefined) throw new ForbiddenError(reason);
      const { orderBy = NEWEST.all, ...specs } = specsOf(req);
      sendList(res, await load({ ...specs, orderBy }));
    });
  });
}
