import type { IUser } from '@myapp/core/entities/user';
import { describe, expect, it } from 'vitest';

// >>> block 15
// user.test.ts
import { User } from '@myapp/core/entities/user';

// Mock provider for testing
class MockUserProvider {
  private data = new Map<string, IUser>();

  async load(id: string): Promise<IUser> {
    const user = this.data.get(id);
    if (!user) throw new Error('Not found');
    return user;
  }

  async publish(data: Partial<IUser>): Promise<{ status: number; data: IUser }> {
    const user = { id: data.id || '1', ...data } as IUser;
    this.data.set(user.id, user);
    return { status: 200, data: user };
  }
}

describe('User', () => {
  it('should promote user to admin', async () => {
    const user = new User({
      id: '1',
      name: 'Test',
      role: 'user',
      provider: MockUserProvider,
    });

    await user.promote();

    expect(user.isAdmin).toBe(true);
    expect(user.role).toBe('admin');
  });
});
// <<<
