import { type IUser, User, Users } from '@myapp/core/entities/user';
import type { ListSpecs } from 'reactive/query';
import { useItem, useItems } from 'reactive/react';
import { UserBrowserProvider, UsersBrowserProvider } from '../providers/user.provider';

/**
 * One user, loaded from the REST API of this origin. The component suspends until there is data, and re-renders for
 * the properties that it reads; a failure goes to the nearest error boundary (see `retryLoad` of `reactive/react`).
 *
 * @throws NotFoundError, UnavailableError, …
 * @example
 * function Profile({ id }: { id: string }) {
 *   const user = useUser(id);
 *   return <h1>{user.name} {user.isAdmin ? '★' : ''}</h1>;
 * }
 */
export const useUser = (id: string): User => useItem(User, { id, provider: UserBrowserProvider });

/**
 * A live list of users, loaded from the REST API of this origin, and again whenever the specs change. It never
 * suspends: `fetched`, `fetching` and `error` tell where it stands.
 *
 * @example
 * function Admins() {
 *   const users = useUsers({ where: { role: 'admin' }, orderBy: { name: 'asc' }, limit: 20 });
 *   return <ul>{users.items.map((user) => <li key={user.localKey}>{user.name}</li>)}</ul>;
 * }
 */
export const useUsers = (specs: ListSpecs<IUser> = {}): Users =>
  useItems(Users, { provider: UsersBrowserProvider }, specs);
