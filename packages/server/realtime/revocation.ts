import { setTimeout as sleep } from 'node:timers/promises';
import { reportError } from 'reactive/errors';
import { z } from 'zod';
import type { Ending } from '../auth/endings';
import type { Sessions } from '../auth/sessions';
import type { RowsChanged } from '../db';
import { refresh } from './admission';
import { groups, localSockets, type RealtimeServer, type RealtimeSocket } from './sockets';

/** Milliseconds for other processes to say that they have closed their sockets: one that does not is gone, or stands still. */
const PATIENCE = 2000;

const endingSchema = z.union([
  z.strictObject({ sessionId: z.string() }),
  z.strictObject({ userId: z.string(), exceptSessionId: z.string().optional() }),
]) satisfies z.ZodType<Ending>;

/** Closes sockets whose access has ended. */
export interface Revocation {
  /** Resolves when the sockets of all processes are closed. */
  readonly end: (ending: Ending) => Promise<void>;
  /** Rows have changed, by whatever means: what was not ended by {@link Revocation.end} ends here, a moment later. */
  readonly changed: (rows: RowsChanged) => void;
  /** Looks at all sockets of this process again. */
  readonly recheck: () => void;
}

function endHere(io: RealtimeServer, ending: Ending): void {
  if ('sessionId' in ending) {
    for (const socket of localSockets(io, groups.session(ending.sessionId))) socket.disconnect(true);
    return;
  }
  for (const socket of localSockets(io, groups.user(ending.userId))) {
    if (socket.data.sessionId !== ending.exceptSessionId) socket.disconnect(true);
  }
}

/**
 * Ends sockets with the access by which they were opened: at once and before an answer where our own code ends it, and
 * a moment later where anything else does (another program, a statement by hand), by what the database tells of it.
 */
export function followRevocations(io: RealtimeServer, sessions: Sessions, isCluster: boolean): Revocation {
  io.on('end', (told: unknown, done: () => void) => {
    const ending = endingSchema.safeParse(told);
    if (ending.success) endHere(io, ending.data);
    done();
  });
  const look = (socket: RealtimeSocket): void => {
    refresh(sessions, socket).catch(reportError);
  };
  return {
    async end(ending) {
      endHere(io, ending);
      if (!isCluster) return;
      const told = io.serverSideEmitWithAck('end', ending).catch(reportError);
      await Promise.race([told, sleep(PATIENCE, undefined, { ref: false })]);
    },
    changed({ table, ids }) {
      if (table !== 'sessions' && table !== 'users') return;
      const groupOf = table === 'sessions' ? groups.session : groups.user;
      const touched = ids === null ? localSockets(io) : ids.flatMap((id) => localSockets(io, groupOf(id)));
      for (const socket of touched) look(socket);
    },
    recheck() {
      for (const socket of localSockets(io)) look(socket);
    },
  };
}
