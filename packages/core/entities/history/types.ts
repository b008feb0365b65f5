import { z } from 'zod';
import { accountEvents } from '../../events/account/account.events';
import { userSchema } from '../user/types';

const details = z.record(z.string(), z.unknown());

/**
 * Something that happened to the account of a user, as people read it.
 *
 * @example
 * { type: 'renamed', version: 4, userId: ada.id, actor: 'system', personal: { from: 'Ada', to: 'Ada L.' }, … }
 */
export const historyEntrySchema = z.strictObject({
  id: z.string(),
  userId: userSchema.shape.id,
  /** The user's name today; `null` where there is no such user any more, or none that the reader may see. */
  userName: z.string().nullable(),
  /** 1 for the first event of a user, one more for each that follows. */
  version: z.int().min(1),
  type: z.enum(accountEvents.types),
  at: z.date(),
  /** The id of a user, `system` or `anonymous`. */
  actor: z.string(),
  actorName: z.string().nullable(),
  /** The request that asked for it, as it stands in the server's log. */
  requestId: z.string().nullable(),
  data: details,
  /** Names, addresses and devices; `null` where there are none, and once the user is deleted. */
  personal: details.nullable(),
});

/** A parsed {@link historyEntrySchema}. */
export type IHistoryEntry = z.output<typeof historyEntrySchema>;

/** How much happened to the account of a user, as it is told of late: it follows the history by a moment. */
export const activitySchema = z.strictObject({
  userId: z.string(),
  events: z.int(),
  changes: z.int(),
  lastChangedAt: z.date().nullable(),
  lastChangedBy: z.string().nullable(),
  signIns: z.int(),
  lastSignedInAt: z.date().nullable(),
});
