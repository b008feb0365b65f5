import { Collection } from 'reactive/entities/collection';
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
}
