import { type IUser, userCreateSchema, userPatchSchema, userSchema } from '@myapp/core/entities/user';
import { type ResourceDescription, resourcePaths } from 'reactive/openapi';
import { fieldsOf } from 'reactive/query';

const ADA = {
  id: '0199c2f0-0000-7000-8000-0000000000ad',
  name: 'Ada Lovelace',
  email: 'ada@example.org',
  role: 'user',
  status: 'active',
  createdAt: '2026-11-22T10:00:00.000Z',
  updatedAt: '2026-11-22T10:00:00.000Z',
  version: 1,
} satisfies Record<keyof IUser, unknown>;

/** What the document of the API says of the routes of users. */
export const userResource: ResourceDescription = resourcePaths({
  name: 'User',
  path: '/api/users',
  read: userSchema,
  create: userCreateSchema,
  patch: userPatchSchema,
  fields: fieldsOf(userSchema),
  example: ADA,
  examples: { create: { name: ADA.name, email: ADA.email }, patch: { role: 'admin' } },
  everywhere: ['forbidden'],
});
