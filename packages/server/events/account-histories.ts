import { type Account, account } from '@myapp/core/events';
import { NotFoundError } from 'reactive/errors';
import { prisma } from '../database/current';
import type { AccountActivity } from './account-activity';
import { EventStore, type Until } from './event-store';

const histories = new EventStore(account);

/** A user as it was. */
export interface PastAccount {
  /** After how many events. */
  readonly version: number;
  /** When the last of these was. */
  readonly at: Date;
  readonly account: Account;
}

/** Why there is no state of so early a time. */
async function notYet(id: string): Promise<NotFoundError> {
  const [first] = await histories.read(id, { upTo: 1 });
  return new NotFoundError(first && `The history of this user begins at ${first.at.toISOString()}`);
}

/**
 * The histories of users, for whoever may read them: that is for the caller to decide.
 *
 * @example
 * const { account } = await accountHistories.asOf(id, { upTo: 3 });
 */
export const accountHistories = {
  /**
   * A user as it was after so many events, or at a moment; as it is, without either.
   *
   * @throws NotFoundError when there was no such user yet, or there have not been so many events
   */
  async asOf(id: string, until: Until = {}): Promise<PastAccount> {
    const { state, version } = await histories.load(id, until);
    const [last] = await histories.read(id, { after: version - 1, upTo: version });
    if (last === undefined) throw await notYet(id);
    if (until.upTo !== undefined && version < until.upTo)
      throw new NotFoundError(`Only ${version} events have happened to this user`);
    return { version, at: last.at, account: state };
  },

  /** Whether anything ever happened to a user of this id. */
  async has(id: string): Promise<boolean> {
    if (id.includes('\0')) return false; // no text that could be kept
    const stream_streamId = { stream: account.stream, streamId: id };
    return (await prisma.eventStream.findUnique({ where: { stream_streamId } })) !== null;
  },

  /** How much happened to a user, which may be a moment behind; nothing yet where that is not known. */
  async activity(id: string): Promise<AccountActivity> {
    const found = await prisma.accountActivity.findUnique({ where: { userId: id } });
    const nothing = { lastChangedAt: null, lastChangedBy: null, lastSignedInAt: null };
    return found ?? { userId: id, events: 0, changes: 0, signIns: 0, ...nothing };
  },
};

/** What the routes ask of the histories. */
export type AccountHistories = typeof accountHistories;
