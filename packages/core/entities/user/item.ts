import { Item } from 'reactive/entities/item';
import { type IUser, type IUserProvider, userCreateSchema, userSchema } from './types';

/** What a user that is being made may leave out, role and status have defaults for. */
const schema = userSchema.extend({
  role: userCreateSchema.shape.role,
  status: userCreateSchema.shape.status,
});

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
