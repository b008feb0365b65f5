// >>> block 2
// packages/client/providers/user.provider.ts
import type { IUserProvider, IUser } from '@myapp/core/entities/user';

export class UserBrowserProvider implements IUserProvider {
  async load(id: string): Promise<IUser> {
    const response = await fetch(`/api/users/${id}`);
    return response.json();
  }

  async publish(data: Partial<IUser>): Promise<{ status: number; data: IUser }> {
    const response = await fetch('/api/users', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(data),
    });
    return { status: 200, data: await response.json() };
  }
}
// <<<
