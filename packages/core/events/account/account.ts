import { ConflictError, StateError } from 'reactive/errors';
import { z } from 'zod';
import { type IUser, USER_ROLES, USER_STATUSES } from '../../entities/user/types';
import type { Decider } from '../decider';
import { type AccountEvent, type AccountEvents, accountEvents } from './account.events';

/**
 * A user as the history of the account tells it.
 *
 * @example
 * { exists: true, name: 'Ada', email: 'ada@example.org', role: 'admin', status: 'active', rowVersion: 3 }
 */
export const accountSchema = z.strictObject({
  /** Whether there is such a user: not before the first event, nor after the deletion. */
  exists: z.boolean(),
  /** `null` where it was forgotten. */
  name: z.string().nullable(),
  email: z.string().nullable(),
  role: z.enum(USER_ROLES),
  status: z.enum(USER_STATUSES),
  /** The version of the user's row. */
  rowVersion: z.int().min(0),
});

/** A parsed {@link accountSchema}. */
export type Account = z.output<typeof accountSchema>;

/** What of a user's row its history tells. */
export type AccountRow = Pick<IUser, 'name' | 'email' | 'role' | 'status'>;

/** What can be done to an account. */
export type AccountCommand =
  | { readonly type: 'register' | 'import'; readonly row: AccountRow }
  | { readonly type: 'change'; readonly row: Partial<AccountRow> }
  | { readonly type: 'delete' }
  | { readonly type: 'invite' };

const nobody: Account = {
  exists: false,
  name: null,
  email: null,
  role: 'user',
  status: 'active',
  rowVersion: 0,
};

type Evolutions = {
  readonly [Type in AccountEvent['type']]: (
    account: Account,
    event: Extract<AccountEvent, { type: Type }>,
  ) => Partial<Account>;
};

const begun = ({
  data: { role, status },
  personal,
}: Extract<AccountEvent, { type: 'registered' | 'imported' | 'recorded' }>): Partial<Account> => ({
  exists: true,
  ...(personal ?? { name: null, email: null }),
  role,
  status,
});

const nothing = (): Partial<Account> => ({});

/** What each event makes of an account, beside the version of its row. */
const EVOLUTIONS: Evolutions = {
  registered: (_account, event) => begun(event),
  imported: (_account, event) => begun(event),
  recorded: (_account, event) => begun(event),
  renamed: (_account, { personal }) => ({ name: personal?.to ?? null }),
  'email-changed': (_account, { personal }) => ({ email: personal?.to ?? null }),
  promoted: () => ({ role: 'admin' }),
  demoted: () => ({ role: 'user' }),
  deactivated: () => ({ status: 'inactive' }),
  reactivated: () => ({ status: 'active' }),
  'email-proven': nothing,
  updated: nothing,
  deleted: () => nobody,
  invited: nothing,
  'password-set': nothing,
  'password-changed': nothing,
  'signed-in': nothing,
  'token-created': nothing,
};

function evolve(account: Account, event: AccountEvent): Account {
  // The one of its type.
  const made = (EVOLUTIONS[event.type] as (account: Account, event: AccountEvent) => Partial<Account>)(
    account,
    event,
  );
  const { rowVersion = account.rowVersion } = event.data as { rowVersion?: number };
  return { ...account, ...made, rowVersion };
}

/** A column that has changed, with what it was and is. */
const changed = <Value>(from: Value, to: Value): readonly [{ from: Value; to: Value }] | readonly [] =>
  from === to ? [] : [{ from, to }];

/** Of a change of several columns, one event each, always in this order. */
function changes(account: Account, row: Partial<AccountRow>): AccountEvent[] {
  const data = { rowVersion: account.rowVersion + 1 };
  const after = { ...account, ...row };
  const texts = ({ from, to }: { from: string | null; to: string | null }) => ({
    from: from ?? '',
    to: to ?? '',
  });
  const events: AccountEvent[] = [
    ...changed(account.name, after.name).map(
      (change): AccountEvent => ({ type: 'renamed', data, personal: texts(change) }),
    ),
    ...changed(account.email, after.email).map(
      (change): AccountEvent => ({ type: 'email-changed', data, personal: texts(change) }),
    ),
    ...changed(account.role, after.role).map(
      ({ to }): AccountEvent => ({ type: to === 'admin' ? 'promoted' : 'demoted', data, personal: null }),
    ),
    ...changed(account.status, after.status).map(
      ({ to }): AccountEvent => ({
        type: to === 'active' ? 'reactivated' : 'deactivated',
        data,
        personal: null,
      }),
    ),
  ];
  if (events.length === 0) events.push({ type: 'updated', data: { ...data, fields: [] }, personal: null });
  return events;
}

function decide(account: Account, command: AccountCommand): readonly AccountEvent[] {
  if (command.type === 'register' || command.type === 'import') {
    if (account.exists) throw new ConflictError('There is such a user', { errors: { id: ['Is taken'] } });
    const { name, email, role, status } = command.row;
    const type = command.type === 'import' ? 'imported' : 'registered';
    return [{ type, data: { rowVersion: 1, role, status }, personal: { name, email } }];
  }
  if (!account.exists) throw new StateError('There is no such user, or not any more');
  switch (command.type) {
    case 'change':
      return changes(account, command.row);
    case 'delete':
      return [{ type: 'deleted', data: { rowVersion: account.rowVersion + 1 }, personal: null }];
    case 'invite':
      if (account.status !== 'active') throw new StateError('Who is not active is not invited');
      return [{ type: 'invited', data: {}, personal: null }];
  }
}

/**
 * The account of a user as an aggregate. Events that come of a row's change are told by the database itself, which
 * decides as `decide` does: no statement that changes the row goes without.
 */
export const account: Decider<AccountEvents, Account, AccountCommand> = {
  stream: 'user',
  events: accountEvents,
  state: accountSchema,
  stateVersion: 1,
  initial: nobody,
  evolve,
  decide,
};
