import type { ProviderClass } from 'reactive/entities/item';
import { errorFrom, NotFoundError } from 'reactive/errors';
import { currentScope, Scope } from 'reactive/registry';
import { type IUserProvider, type IUsersProvider, User, type UserCreate, Users } from '../../entities/user';

/**
 * Where the use cases find and keep users. The item provider is to refuse an update of a version that is not the
 * stored one any more; one that does not cannot keep two writers apart.
 *
 * @example
 * const providers: UserProviders = { item: UserPrismaProvider, collection: UsersPrismaProvider };
 */
export interface UserProviders {
  /** Loads and saves one user. */
  readonly item: ProviderClass<IUserProvider>;
  /** Lists users. */
  readonly collection: ProviderClass<IUsersProvider>;
}

/**
 * The users of one run of a use case. What it finds is apart from the scope of the caller, where edits that nobody
 * published would have a say in the decision and be saved with it; what was written is told to that scope.
 */
export class UserDirectory {
  readonly #providers: UserProviders;
  // Taken now: after an await, another scope may be the current one.
  readonly #callers = currentScope();

  constructor(providers: UserProviders) {
    this.#providers = providers;
  }

  /**
   * The user of an id, as it is stored.
   *
   * @param field What to blame where there is none.
   * @throws NotFoundError
   */
  async find(id: string, field: string): Promise<User> {
    const user = new Scope().run(() => new User({ id, provider: this.#providers.item }));
    try {
      return await user.load();
    } catch (thrown) {
      if (errorFrom(thrown).code !== 'not_found') throw thrown;
      throw new NotFoundError(undefined, { errors: { [field]: ['There is no such user'] }, cause: thrown });
    }
  }

  /** The user of an e-mail address in lower case, as it is stored. */
  async findByEmail(email: string): Promise<User | undefined> {
    const apart = new Scope();
    const users = apart.run(() => new Users({ provider: this.#providers.collection }));
    try {
      const [found] = await users.load({ where: { email }, limit: 1 });
      return found && apart.run(() => new User({ id: found.id, provider: this.#providers.item }));
    } finally {
      users.dispose();
    }
  }

  /** A user that is not stored yet, in the scope of the caller. */
  draft(values: UserCreate): User {
    const draft = this.#callers.run(() => new User({ provider: this.#providers.item }));
    // Given to the constructor, the id would mean a user that exists.
    Object.assign(draft, values);
    return draft;
  }

  /** Tells the scope of the caller what was written. */
  tell(user: User): User {
    if (this.#callers.disposed) return user;
    return this.#callers.run(() => new User({ ...user.getProperties(), provider: this.#providers.item }));
  }
}
