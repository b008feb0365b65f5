import { memoryProvider, type TableCall } from 'reactive/testing';
import { type IUser, userSchema } from './types';

const time = new Date('2024-01-01T00:00:00Z');

/** A stored user; what is not given is plausible. */
export const storedUser = (id: string, values: Partial<IUser> = {}): IUser => ({
  id,
  name: `User ${id}`,
  email: `${id}@example.org`,
  role: 'user',
  status: 'active',
  createdAt: time,
  updatedAt: time,
  version: 1,
  ...values,
});

/** Providers of users in memory, and the rows that they keep. */
export const memoryUsers = (
  rows: readonly IUser[] = [],
  intercept?: (call: TableCall) => void | Promise<void>,
) => {
  const { ItemProvider, CollectionProvider, ...store } = memoryProvider<IUser>({
    schema: userSchema,
    unique: ['email'],
    rows,
    intercept,
  });
  return { user: ItemProvider, users: CollectionProvider, ...store };
};
