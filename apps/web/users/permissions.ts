import { currentActor, userPolicy } from '@myapp/core/policies';
import type { VisibleFields } from './list-address';

/** The fields that whoever is signed in may see of every user, and so search, filter and sort by. */
export const visibleFields = (): VisibleFields => new Set(userPolicy.queryableFields(currentActor()).keys());

/** Whether whoever is signed in manages the users: makes them, and takes care of their accounts. */
export const isManager = (): boolean => userPolicy.can(currentActor(), 'create');

/** Whether a user is whoever is signed in. */
export const isMe = ({ id }: { readonly id: string }): boolean => {
  const actor = currentActor();
  return typeof actor === 'object' && actor.id === id;
};
