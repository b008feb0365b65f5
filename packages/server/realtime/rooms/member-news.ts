import { actAs, SYSTEM } from '@myapp/core/policies';
import { NotFoundError, reportError } from 'reactive/errors';
import { runInScope } from 'reactive/node';
import type { RowsChanged } from '../../db';
import { groups, type RealtimeServer } from '../sockets';
import type { RoomAudience, RoomManager } from './room-manager';
import { stateOf } from './room-store';

/** What the trigger tells under; see the migration. */
const SUBJECT = 'room_members';

/** What the news of rooms is made of. */
export interface MemberNewsParts {
  readonly rooms: RoomManager;
  /** The sockets of this process: each process hears of every change. */
  readonly audience: RoomAudience;
}

/** The rooms, of those that were written, in which a socket of this process is. */
function roomsHere(io: RealtimeServer, ids: RowsChanged['ids']): string[] {
  const here = io.sockets.adapter.rooms;
  if (ids !== null) return ids.filter((id) => here.has(groups.room(id)));
  const start = groups.room('');
  return [...here.keys()].filter((name) => name.startsWith(start)).map((name) => name.slice(start.length));
}

async function tell(id: string, { rooms, audience }: MemberNewsParts): Promise<void> {
  try {
    await audience.updated(stateOf(await rooms.get(id)));
  } catch (error) {
    if (!(error instanceof NotFoundError)) throw error;
    await audience.closed(id);
  }
}

/**
 * Tells a room what becomes of it when somebody who is in it is renamed or deleted, or its owner is: that is written by
 * whoever writes users, which knows of no rooms.
 */
export function memberNews(io: RealtimeServer, parts: MemberNewsParts): (rows: RowsChanged) => void {
  const tellAll = async (ids: readonly string[]): Promise<void> => {
    for (const id of ids) await tell(id, parts);
  };
  return ({ table, ids }) => {
    if (table !== SUBJECT) return;
    runInScope(() => {
      actAs(SYSTEM);
      return tellAll(roomsHere(io, ids));
    }).catch(reportError);
  };
}
