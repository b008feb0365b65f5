// >>> block 1
// packages/core/entities/user/item.ts
import { Item } from 'reactive/entities/item';
import type { IUser, IUserProvider } from './types';

export class User extends Item<IUser, IUserProvider> {
  declare id: string;
  declare name: string;
  declare email: string;
  declare role: 'user' | 'admin';

  constructor(specs: Partial<IUser> & { provider?: new (parent: unknown) => IUserProvider } = {}) {
    super({
      entity: 'users',
      properties: ['id', 'name', 'email', 'role'],
      ...specs,
    });
  }

  // Domain logic - works on both client and server
  get isAdmin(): boolean {
    return this.role === 'admin';
  }

  canEdit(resource: { ownerId: string }): boolean {
    return this.isAdmin || resource.ownerId === this.id;
  }

  async promote(): Promise<void> {
    this.set({ role: 'admin' });
    await this.publish();
  }
}
// <<<
