import { actAs, SYSTEM } from '@myapp/core/policies';
import { reportError } from 'reactive/errors';
import { runInScope } from 'reactive/node';
import type { RoomManager } from './rooms/room-manager';
import { type RoomSocket, roomStore } from './rooms/room-store';
import { groups, type RealtimeServer, send } from './sockets';

/** How long people and rooms stay. Milliseconds. */
export interface PresenceTimes {
  /** Between two times at which a process says which sockets it holds; 5,000 unless told. */
  readonly beat: number;
  /** How long somebody stays whose connection is lost, so that they can come back; 15,000 unless told. */
  readonly grace: number;
  /** How long a room stays in which nobody is; an hour unless told. */
  readonly idle: number;
}

export const presenceTimes: PresenceTimes = { beat: 5000, grace: 15_000, idle: 60 * 60 * 1000 };

/** Keeps in step who is in a room and who has a socket there: in this process, and of processes that are gone. */
export class PresenceKeeper {
  readonly #io: RealtimeServer;
  readonly #rooms: RoomManager;
  readonly #times: PresenceTimes;
  readonly #held = new Map<string, RoomSocket>();
  #timer: NodeJS.Timeout | undefined;
  #beating: Promise<void> = Promise.resolve();

  constructor(io: RealtimeServer, rooms: RoomManager, times: PresenceTimes) {
    this.#io = io;
    this.#rooms = rooms;
    this.#times = times;
  }

  start(): void {
    this.#timer = setInterval(() => {
      this.#beating = this.#beat().catch(reportError);
    }, this.#times.beat);
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.#beating;
  }

  /** A socket of this process is in a room. */
  hold(socket: RoomSocket): void {
    this.#held.set(`${socket.socketId} ${socket.roomId}`, socket);
  }

  /** It is not, or not in any when no room is told. */
  release(socketId: string, roomId?: string): void {
    if (roomId !== undefined) this.#held.delete(`${socketId} ${roomId}`);
    else for (const [key, held] of this.#held) if (held.socketId === socketId) this.#held.delete(key);
  }

  /** Lets go of who is in a room of which nothing is left. */
  forget(roomId: string): void {
    for (const [key, held] of this.#held) if (held.roomId === roomId) this.#held.delete(key);
  }

  async #beat(): Promise<void> {
    const { grace, idle } = this.#times;
    await runInScope(async () => {
      actAs(SYSTEM);
      await this.#refresh();
      for (const id of await roomStore.withLostSockets(grace / 1000)) {
        // It may have been closed, or another process may have been first.
        await this.#rooms.leaveLost(id, grace / 1000).catch(() => undefined);
      }
      await this.#rooms.closeIdle(idle / 1000);
    });
  }

  /** Says which sockets are here, and to them which version their rooms have. */
  async #refresh(): Promise<void> {
    const held = [...this.#held.values()];
    for (const lost of await roomStore.refresh(held)) {
      // Taken for gone while this process did not get to say otherwise: it has to come in again.
      this.release(lost.socketId, lost.roomId);
      const socket = this.#io.sockets.sockets.get(lost.socketId);
      await socket?.leave(groups.room(lost.roomId));
      if (socket) send(socket, 'resync', {});
    }
    const ids = [...new Set(held.map(({ roomId }) => roomId))];
    for (const { id, version } of await roomStore.versions(ids)) {
      send(this.#io.local.to(groups.room(id)), 'room:version', { id, version });
    }
  }
}
