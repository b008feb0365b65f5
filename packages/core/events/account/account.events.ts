import { z } from 'zod';
import { USER_ROLES, USER_STATUSES } from '../../entities/user/types';
import { EventCatalogue, type EventOf } from '../catalogue';

/** The version of the user's row that the event came with: several events may share one. */
const row = { rowVersion: z.int().min(1) };
const kept = z.strictObject({ ...row, role: z.enum(USER_ROLES), status: z.enum(USER_STATUSES) });
const changed = z.strictObject(row);
const nothing = z.strictObject({});

/** How names and addresses stand in events: as the table had them, whatever schemas say later. */
const text = z.string();
const person = z.strictObject({ name: text, email: text });
const change = z.strictObject({ from: text, to: text });
const place = z.strictObject({ ipAddress: text.nullable(), userAgent: text.nullable() });

/**
 * What can happen to the account of a user. Names, addresses and devices are the personal part of an event: they are
 * forgotten when the user is deleted.
 */
export const accountEvents = new EventCatalogue({
  /** The account was made: by signing up, by an admin, or by the program. */
  registered: { version: 1, data: kept, personal: person },
  /** The account was made by an import. */
  imported: { version: 1, data: kept, personal: person },
  /** The account was there before its history began. */
  recorded: { version: 1, data: kept.extend({ since: z.iso.datetime({ offset: true }) }), personal: person },
  /** A link to choose a first password was sent. */
  invited: { version: 1, data: nothing },
  renamed: { version: 1, data: changed, personal: change },
  'email-changed': { version: 1, data: changed, personal: change },
  /** The owner of the address has shown to read its mail. */
  'email-proven': { version: 1, data: changed },
  promoted: { version: 1, data: changed },
  demoted: { version: 1, data: changed },
  deactivated: { version: 1, data: changed },
  reactivated: { version: 1, data: changed },
  /** Columns changed that no other event tells of; none, where only the version did. */
  updated: { version: 1, data: z.strictObject({ ...row, fields: z.array(text) }) },
  'password-set': { version: 1, data: nothing },
  'password-changed': { version: 1, data: nothing },
  /** `elsewhere`: from an address or with a program that was not seen before, and not the first time at all. */
  'signed-in': { version: 1, data: z.strictObject({ elsewhere: z.boolean() }), personal: place },
  /** A script was given a token. */
  'token-created': {
    version: 1,
    data: z.strictObject({ expiresAt: z.iso.datetime({ offset: true }) }),
    personal: z.strictObject({ name: text }),
  },
  deleted: { version: 1, data: changed },
});

/** What can happen to an account, by name. */
export type AccountEvents = (typeof accountEvents)['definitions'];

/** Something that happened to an account. */
export type AccountEvent = EventOf<AccountEvents>;

/** The name of what can happen to an account. */
export type AccountEventType = AccountEvent['type'];

/** The names of all that can happen to an account. */
export const ACCOUNT_EVENT_TYPES = accountEvents.types;
