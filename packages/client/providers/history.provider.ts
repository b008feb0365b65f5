import { activitySchema, historyEntrySchema, type IHistoryEntry } from '@myapp/core/entities/history';
import { accountSchema } from '@myapp/core/events';
import type { ListContext } from 'reactive/entities/collection';
import { StateError } from 'reactive/errors';
import { HttpCollectionProvider, type HttpConnection, HttpItemProvider, send } from 'reactive/http';
import type { ListResult, ListSpecs } from 'reactive/query';
import { decode } from 'reactive/wire';
import { z } from 'zod';
import { apiConnection } from './connection';

const PATH = '/api/audit';

/** One entry: it is listed, and nothing else. */
class HistoryEntryBrowserProvider extends HttpItemProvider<IHistoryEntry> {
  static override readonly connection = apiConnection;
  protected override readonly path = PATH;
  protected override readonly schema = historyEntrySchema;
}

/**
 * What happened to all accounts, behind the REST API of this origin; for admins.
 *
 * @example
 * const audit = new History({ provider: AuditBrowserProvider });
 * await audit.load({ where: { type: 'promoted' }, orderBy: { at: 'desc' }, limit: 50 });
 */
export class AuditBrowserProvider extends HttpCollectionProvider<IHistoryEntry> {
  static override readonly connection: HttpConnection = apiConnection;
  protected override readonly path: string = PATH;
  protected override readonly schema = historyEntrySchema;
  protected override readonly item = HistoryEntryBrowserProvider;
}

/**
 * What happened to the account of one user, whom the query names, behind the REST API of this origin.
 *
 * @example
 * const history = new History({ provider: HistoryBrowserProvider });
 * await history.load({ where: { userId: ada.id }, orderBy: { version: 'desc' }, limit: 20 });
 */
export class HistoryBrowserProvider extends AuditBrowserProvider {
  /** @throws StateError when the query names no user */
  override async list(
    specs: ListSpecs<IHistoryEntry>,
    { signal }: ListContext = {},
  ): Promise<ListResult<IHistoryEntry>> {
    const { userId, ...where } = specs.where ?? {};
    if (typeof userId !== 'string') throw new StateError('The history of which user? Say where: { userId }');
    const rest = Object.keys(where).length > 0 ? { where } : {};
    const { where: _, ...page } = specs;
    const path = `/api/users/${encodeURIComponent(userId)}/history`;
    const ofUser = new (ofPath(path, this.connection))();
    return ofUser.list({ ...page, ...rest }, signal ? { signal } : {});
  }
}

function ofPath(path: string, connection: HttpConnection) {
  return class extends AuditBrowserProvider {
    static override readonly connection = connection;
    protected override readonly path = path;
  };
}

const pastSchema = z.object({ version: z.int(), at: z.date(), account: accountSchema.partial() });

/** A user as it was. */
export type PastAccount = z.output<typeof pastSchema>;

/** How much happened to a user. */
export type AccountActivity = z.output<typeof activitySchema>;

/**
 * A user as it was after so many events.
 *
 * @throws NotFoundError, ForbiddenError, UnavailableError, …
 * @example
 * const { account } = await loadAsOf(ada.id, 3);
 */
export async function loadAsOf(
  userId: string,
  version: number,
  { signal, connection = apiConnection }: { signal?: AbortSignal; connection?: HttpConnection } = {},
): Promise<PastAccount> {
  const path = `/api/users/${encodeURIComponent(userId)}/as-of?version=${version}`;
  return decode(pastSchema, (await send(connection, { method: 'GET', path, signal })).body);
}

/** What is counted follows the history by about a second: how often it is asked for again, and after how long each. */
const CATCHING_UP = { times: 10, pauseMs: 400 };

/**
 * How much happened to a user, and when it did last. It may be a moment behind: where it has not counted `events` yet, it
 * is asked for again for some seconds.
 *
 * @param options.events - how many are known to have happened
 * @throws NotFoundError, ForbiddenError, UnavailableError, …
 * @example
 * const { changes, signIns } = await loadActivity(ada.id, { events: latest.version });
 */
export async function loadActivity(
  userId: string,
  options: { events?: number; signal?: AbortSignal; connection?: HttpConnection } = {},
): Promise<AccountActivity> {
  const { events = 0, signal, connection = apiConnection } = options;
  const path = `/api/users/${encodeURIComponent(userId)}/activity`;
  for (let left = CATCHING_UP.times; ; left--) {
    const { body } = await send(connection, { method: 'GET', path, signal });
    const activity = decode(activitySchema, body);
    if (activity.events >= events || left === 0 || signal?.aborted) return activity;
    await new Promise((resolve) => setTimeout(resolve, CATCHING_UP.pauseMs));
  }
}
