import { Collection } from 'reactive/entities/collection';
import { currentActor } from '../../policies/actor';
import { userPolicy } from '../../policies/user.policy';
import { User } from './item';
import type { IUsersProvider } from './types';

/**
 * A live list of users.
 *
 * @example
 * const users = new Users({ provider: UsersBrowserProvider });
 * await users.load({ where: { role: 'admin' }, orderBy: { name: 'asc' }, limit: 20 });
 */
export class Users extends Collection<User, IUsersProvider> {
  constructor(specs: { provider?: (new (parent: unknown) => IUsersProvider) | undefined } = {}) {
    super({ entity: 'users', item: User, ...specs });
  }

  /**
   * Whether whoever acts may create users, as the server decides it too.
   *
   * @example
   * {users.can('create') && <Button onClick={add}>Add a user</Button>}
   */
  can(action: 'create'): boolean {
    return this.whyNot(action) === undefined;
  }

  /** Why whoever acts may not create users, for people; `undefined` where they may. */
  whyNot(action: 'create'): string | undefined {
    return userPolicy.reason(currentActor(), action);
  }
}
