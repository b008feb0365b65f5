import { fieldsOf } from 'reactive/query';
import { type IRoom, roomCreateSchema, roomPatchSchema, roomSchema } from '../rooms/types';
import { Policy } from './policy';

const namesOf = (shape: object): (keyof IRoom)[] => Object.keys(shape) as (keyof IRoom)[]; // of schemas that are made of IRoom's

/**
 * Who may do what with rooms. Whoever is signed in sees them all and may open one; whoever opened it, and an admin,
 * renames, locks and closes it. Who comes in is the room's own decision.
 *
 * @example
 * roomPolicy.can(viewer, 'update', { row: room, field: 'isLocked' });
 */
export const roomPolicy = new Policy<IRoom>({
  entity: 'rooms',
  fields: fieldsOf(roomSchema.omit({ participants: true, presence: true })),
  known: {
    read: namesOf(roomSchema.shape),
    create: namesOf(roomCreateSchema.shape),
    update: namesOf(roomPatchSchema.shape),
  },
  otherwise: 'Only who opened the room, or an admin, may do this',
  rules({ id, role }, { allow }) {
    const where = role === 'admin' ? {} : { where: { ownerId: id } };
    allow('read');
    allow('create');
    allow('update', where);
    allow('delete', where);
  },
});
