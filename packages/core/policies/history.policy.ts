import { fieldsOf } from 'reactive/query';
import { historyEntrySchema, type IHistoryEntry } from '../entities/history/types';
import { Policy } from './policy';

const ALL = Object.keys(historyEntrySchema.shape) as (keyof IHistoryEntry)[]; // the keys of its own schema

/** What people read of their own history: all but where it stands in the server's log. */
const OWN = ALL.filter((name) => name !== 'requestId');

/**
 * Who may read what happened to whom. An admin reads it of everybody, everybody else of themselves; nobody writes it.
 *
 * @example
 * historyPolicy.can(viewer, 'read', { row: { userId: ada.id } });
 */
export const historyPolicy = new Policy<IHistoryEntry>({
  entity: 'history',
  fields: fieldsOf(historyEntrySchema, { userName: false, actorName: false }),
  known: { read: ALL, create: [], update: [] },
  otherwise: 'Only an admin may read what happened to others',
  rules({ id, role }, { allow }) {
    if (role === 'admin') allow('read');
    else allow('read', { fields: OWN, where: { userId: id } });
  },
});
