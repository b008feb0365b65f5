import { type AccountEvents, account, accountEvents, type EventOf, type Recorded } from '@myapp/core/events';
import { prisma } from '../database/current';
import type { Projection } from './projection';

/** What a page shows of a history without reading all of it. */
export interface AccountActivity {
  readonly userId: string;
  /** How many events there were, in all. */
  readonly events: number;
  /** How often the user's row was changed. */
  readonly changes: number;
  readonly lastChangedAt: Date | null;
  /** The id of a user, `system` or `anonymous`. */
  readonly lastChangedBy: string | null;
  readonly signIns: number;
  readonly lastSignedInAt: Date | null;
}

type Event = Recorded<EventOf<AccountEvents>>;

const BIRTHS: readonly string[] = ['registered', 'imported', 'recorded'];

/** The activity after an event; none once the user is deleted. */
function after(known: AccountActivity | undefined, event: Event): AccountActivity | undefined {
  if (event.type === 'deleted') return undefined;
  const activity = known ?? {
    userId: event.streamId,
    events: 0,
    changes: 0,
    lastChangedAt: null,
    lastChangedBy: null,
    signIns: 0,
    lastSignedInAt: null,
  };
  const counted = { ...activity, events: activity.events + 1 };
  if (event.type === 'signed-in') {
    return { ...counted, signIns: activity.signIns + 1, lastSignedInAt: event.at };
  }
  const isChange = 'rowVersion' in event.data && !BIRTHS.includes(event.type);
  if (!isChange) return counted;
  return {
    ...counted,
    changes: activity.changes + 1,
    lastChangedAt: event.at,
    lastChangedBy: event.actor,
  };
}

/** How much happened to each account, and when it did last. */
export const accountActivity: Projection<AccountEvents> = {
  name: 'account activity',
  version: 1,
  stream: account.stream,
  events: accountEvents,
  async apply(events) {
    const ids = [...new Set(events.map(({ streamId }) => streamId))];
    const where = { userId: { in: ids } };
    const known = await prisma.accountActivity.findMany({ where });
    const activities = new Map<string, AccountActivity>(known.map((row) => [row.userId, row]));
    for (const event of events) {
      const next = after(activities.get(event.streamId), event);
      if (next) activities.set(event.streamId, next);
      else activities.delete(event.streamId);
    }
    await prisma.accountActivity.deleteMany({ where });
    await prisma.accountActivity.createMany({ data: [...activities.values()] });
  },
  async reset() {
    await prisma.accountActivity.deleteMany();
  },
};
