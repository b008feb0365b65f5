import { type IUser, userCreateSchema, userPatchSchema, userSchema } from '@myapp/core/entities/user';
import { userPolicy } from '@myapp/core/policies';
import { type ResourceDescription, resourcePaths } from 'reactive/openapi';
import { fieldsOf } from 'reactive/query';

/** A user, as examples show one. */
export const ADA = {
  id: '0199c2f0-0000-7000-8000-0000000000ad',
  name: 'Ada Lovelace',
  email: 'ada@example.org',
  role: 'user',
  status: 'active',
  createdAt: '2026-11-22T10:00:00.000Z',
  updatedAt: '2026-11-22T10:00:00.000Z',
  version: 1,
} satisfies Record<keyof IUser, unknown>;

/** What may be read of every user, by whoever may read users at all. */
const always: readonly string[] = userPolicy.readableFields({ id: '', role: 'user', status: 'active' });
const { shape } = userSchema;
const hidden = Object.keys(shape).filter((name) => !always.includes(name));

/** What is sent of a user: what whoever asks may not read is absent. */
const read = userSchema
  .extend(Object.fromEntries(hidden.map((name) => [name, shape[name as keyof typeof shape].exactOptional()])))
  .meta({
    description: `Only those who may read them get ${hidden.join(', ')}: of themselves, or as an admin.`,
  });

/** What the document of the API says of the routes of users. */
export const userResource: ResourceDescription = resourcePaths({
  name: 'User',
  path: '/api/users',
  read,
  create: userCreateSchema,
  patch: userPatchSchema,
  fields: fieldsOf(userSchema),
  example: ADA,
  examples: { create: { name: ADA.name, email: ADA.email }, patch: { role: 'admin' } },
  everywhere: ['unauthenticated', 'forbidden', 'rate_limited'],
});
