import { DecidedAggregate, type History } from '../aggregate';
import { type Account, type AccountCommand, account } from './account';
import type { AccountEvents } from './account.events';

/**
 * All that happened to the account of a user, which doubles as the audit log of it.
 *
 * @example
 * const ada = new AccountHistory({ id, events });
 * ada.on('event:promoted', () => console.log('an admin now'));
 * ada.replay();
 * ada.at(1).role; // 'user'
 */
export class AccountHistory extends DecidedAggregate<AccountEvents, Account, AccountCommand> {
  constructor(history: History<AccountEvents, Account>) {
    super(account, history);
  }
}
