import { type IUser, type IUserProvider, userSchema } from '@myapp/core/entities/user';
import { HttpCollectionProvider, HttpItemProvider } from 'reactive/http';
import { apiConnection } from './connection';

const PATH = '/api/users';

/**
 * One user behind the REST API of this origin; {@link UserBrowserProvider.using} reaches another.
 *
 * @example
 * const user = new User({ id: '123', provider: UserBrowserProvider });
 * await user.load();
 */
export class UserBrowserProvider extends HttpItemProvider<IUser> implements IUserProvider {
  static override readonly connection = apiConnection;
  protected override readonly path = PATH;
  protected override readonly schema = userSchema;
}

/**
 * The users behind the REST API of this origin.
 *
 * @example
 * const users = new Users({ provider: UsersBrowserProvider });
 * await users.load({ where: { role: 'admin' }, orderBy: { name: 'asc' }, limit: 50 });
 */
export class UsersBrowserProvider extends HttpCollectionProvider<IUser> {
  static override readonly connection = apiConnection;
  protected override readonly path = PATH;
  protected override readonly schema = userSchema;
  protected override readonly item = UserBrowserProvider;
}
