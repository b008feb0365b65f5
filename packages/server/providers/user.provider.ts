import {
  type IUser,
  type IUserProvider,
  type IUsersProvider,
  userCreateSchema,
  userPatchSchema,
  userSchema,
} from '@myapp/core/entities/user';
import { requireActor, userPolicy } from '@myapp/core/policies';
import type { DeleteContext, PublishContext } from 'reactive/entities/item';
import { PrismaCollectionProvider, type PrismaEntity, PrismaItemProvider } from 'reactive/prisma';
import { fieldsOf } from 'reactive/query';
import { accessEnded } from '../auth/endings';
import { explainLastAdmin } from '../database/last-admin';
import { prisma, unitOfOne } from '../db';

/** How users are kept. */
export const users: PrismaEntity<IUser> = {
  delegate: () => prisma.user,
  // The columns are those of IUser, and the table's checks keep role and status to its values.
  read: (row) => row as IUser,
  fields: fieldsOf(userSchema),
  table: {
    client: () => prisma,
    name: 'users',
    columns: { createdAt: 'created_at', updatedAt: 'updated_at' },
  },
  create: userCreateSchema,
  patch: userPatchSchema,
  access: () => userPolicy.as(requireActor()),
  transaction: (write) => unitOfOne(() => explainLastAdmin(write)),
};

/**
 * One user in the open database, as far as whoever acts may see and change it.
 *
 * @example
 * const user = new User({ id, provider: UserPrismaProvider });
 * await user.load();
 */
export class UserPrismaProvider extends PrismaItemProvider<IUser> implements IUserProvider {
  constructor(_parent?: unknown) {
    super(users);
  }

  override async publish(data: Partial<IUser>, context?: PublishContext) {
    const published = await super.publish(data, context);
    // What may be done now is something else: what was opened before has to be opened again.
    if (data.role ?? data.status) await accessEnded({ userId: published.data.id });
    return published;
  }

  override async delete(id: string, context?: DeleteContext): Promise<boolean> {
    const deleted = await super.delete(id, context);
    await accessEnded({ userId: id });
    return deleted;
  }
}

/**
 * The users in the open database that whoever acts may see.
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
