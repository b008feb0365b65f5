import { Item } from 'reactive/entities/item';
import { currentActor } from '../../policies/actor';
import { userPolicy } from '../../policies/user.policy';
import {
  type IUser,
  type IUserProvider,
  type UserCreate,
  type UserPatch,
  userCreateSchema,
  userSchema,
} from './types';

/** What a user that is being made may leave out, role and status have defaults for. */
const schema = userSchema.extend({
  role: userCreateSchema.shape.role,
  status: userCreateSchema.shape.status,
});

/** What can be done to a user: to read or change a field of it, or to delete it. */
type Question =
  | readonly [action: 'read', field: keyof IUser]
  | readonly [action: 'update', field: keyof UserPatch]
  | readonly [action: 'create', field: keyof UserCreate]
  | readonly [action: 'delete'];

/**
 * A person who uses the system. The same class works in the browser and on the server; only the provider differs.
 *
 * Each command (`promote`, `demote`, …) publishes what it changes, and throws what the provider throws: the change
 * then stays as an unpublished edit, to be published again or reverted.
 *
 * @example
 * const user = new User({ id: '123', provider: UserBrowserProvider });
 * await user.load();
 * if (!user.isAdmin) await user.promote();
 */
export class User extends Item<IUser, IUserProvider> {
  declare id: string;
  declare name: string;
  declare email: string;
  declare role: IUser['role'];
  declare status: IUser['status'];
  declare createdAt: Date;
  declare updatedAt: Date;
  declare version: number;

  constructor(
    specs: Partial<IUser> & { provider?: (new (parent: unknown) => IUserProvider) | undefined } = {},
  ) {
    super({
      entity: 'users',
      properties: ['id', 'name', 'email', 'role', 'status', 'createdAt', 'updatedAt', 'version'],
      generated: ['id', 'createdAt', 'updatedAt', 'version'],
      ...specs,
    });
  }

  protected override get schema() {
    return schema;
  }

  /** Whether the user may change other users. */
  get isAdmin(): boolean {
    return this.role === 'admin';
  }

  /** Whether the user may sign in. */
  get isActive(): boolean {
    return this.status === 'active';
  }

  /** Whether the user may change what `ownerId` owns. */
  canEdit(resource: { ownerId: string }): boolean {
    return this.isAdmin || resource.ownerId === this.id;
  }

  /**
   * Whether whoever acts may do this to the user, as the server decides it too: what to show, and which inputs.
   *
   * @example
   * <Select label="Role" disabled={!user.can('update', 'role')} description={user.whyNot('update', 'role')} />
   */
  can(...question: Question): boolean {
    return this.whyNot(...question) === undefined;
  }

  /** Why whoever acts may not do this to the user, for people; `undefined` where they may. */
  whyNot(...[action, field]: Question): string | undefined {
    return userPolicy.reason(currentActor(), action, { row: this.getProperties(), ...(field && { field }) });
  }

  async promote(): Promise<void> {
    this.set({ role: 'admin' });
    await this.publish();
  }

  async demote(): Promise<void> {
    this.set({ role: 'user' });
    await this.publish();
  }

  async activate(): Promise<void> {
    this.set({ status: 'active' });
    await this.publish();
  }

  async deactivate(): Promise<void> {
    this.set({ status: 'inactive' });
    await this.publish();
  }
}
