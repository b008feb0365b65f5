import {
  type IUser,
  type IUserProvider,
  type IUsersProvider,
  userCreateSchema,
  userPatchSchema,
  userSchema,
} from '@myapp/core/entities/user';
import { PrismaCollectionProvider, type PrismaEntity, PrismaItemProvider } from 'reactive/prisma';
import { fieldsOf } from 'reactive/query';
import { prisma } from '../db';

const users: PrismaEntity<IUser> = {
  delegate: () => prisma.user,
  // The columns are those of IUser, and the table's checks keep role and status to its values.
  read: (row) => row as IUser,
  fields: fieldsOf(userSchema),
  create: userCreateSchema,
  patch: userPatchSchema,
  creation: { key: 'creationKey', digest: 'creationDigest' },
};

/**
 * One user in the open database.
 *
 * @example
 * const user = new User({ id, provider: UserPrismaProvider });
 * await user.load();
 */
export class UserPrismaProvider extends PrismaItemProvider<IUser> implements IUserProvider {
  constructor(_parent?: unknown) {
    super(users);
  }
}

/**
 * The users in the open database.
 *
 * @example
 * const users = new Users({ provider: UsersPrismaProvider });
 * await users.load({ where: { role: 'admin' }, limit: 20 });
 */
export class UsersPrismaProvider extends PrismaCollectionProvider<IUser> implements IUsersProvider {
  /** Saves the users that were listed. */
  readonly itemProvider = UserPrismaProvider;

  constructor(_parent?: unknown) {
    super(users);
  }
}
