import { fieldsOf } from 'reactive/query';
import { type IUser, userCreateSchema, userPatchSchema, userSchema } from '../entities/user/types';
import { Policy } from './policy';

/** What everybody who is signed in may know of an active user: also its version, which the ETag tells anyway. */
const PUBLIC = ['id', 'name', 'role', 'status', 'version'] as const;

const namesOf = (shape: object): (keyof IUser)[] => Object.keys(shape) as (keyof IUser)[]; // of schemas that are made of IUser's

/**
 * Who may do what with users. An admin manages everyone, everybody else reads active users and changes their own name,
 * and nobody decides about themselves: neither their own role, nor their status, nor whether they stay.
 *
 * @example
 * userPolicy.readableWhere(viewer); // { OR: [{ status: 'active' }, { id: viewer.id }] }
 */
export const userPolicy = new Policy<IUser>({
  entity: 'users',
  fields: fieldsOf(userSchema),
  known: {
    read: namesOf(userSchema.shape),
    create: namesOf(userCreateSchema.shape),
    update: namesOf(userPatchSchema.shape),
  },
  otherwise: 'Only an admin may do this',
  rules({ id, role }, { allow, forbid }) {
    if (role === 'admin') {
      for (const action of ['read', 'create', 'update', 'delete'] as const) allow(action);
    } else {
      allow('read', { fields: PUBLIC, where: { status: 'active' } });
      allow('read', { where: { id } });
      allow('update', { fields: ['name'], where: { id } });
    }
    forbid('update', { fields: ['role'], where: { id }, because: 'Nobody changes their own role' });
    forbid('update', { fields: ['status'], where: { id }, because: 'Nobody changes their own status' });
    forbid('delete', { where: { id }, because: 'Nobody deletes themselves' });
  },
});
