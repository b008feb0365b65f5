import { RateLimitedError } from 'reactive/errors';
import type { PresenceKeeper } from './presence';
import type { Handlers } from './requests';
import type { RoomManager } from './rooms/room-manager';
import { stateOf } from './rooms/room-store';
import { groups, type RealtimeSocket } from './sockets';
import { authorizeTopic } from './topics';

/** Rooms and topics that one socket may be in at the same time. */
const MOST_GROUPS = 50;

function requirePlace(socket: RealtimeSocket): void {
  if (socket.rooms.size >= MOST_GROUPS) {
    throw new RateLimitedError(`A connection follows ${MOST_GROUPS} rooms and topics at most`);
  }
}

/** What answers the requests of sockets. */
export function createHandlers(rooms: RoomManager, presence: PresenceKeeper): Handlers {
  return {
    async 'rooms:list'() {
      return (await rooms.list()).map(stateOf);
    },
    async 'room:create'(values) {
      return stateOf(await rooms.create(values));
    },
    async 'room:join'({ id }, socket) {
      requirePlace(socket);
      const { viewer, name } = socket.data;
      try {
        const visitor = { id: viewer.id, name, socketId: socket.id };
        const room = await rooms.join(id, visitor, async () => {
          // One that has closed meanwhile would stay in the group, which nobody takes it out of any more.
          if (socket.connected) await socket.join(groups.room(id));
        });
        if (socket.connected) presence.hold({ roomId: id, socketId: socket.id });
        return stateOf(room);
      } catch (error) {
        await socket.leave(groups.room(id));
        throw error;
      }
    },
    async 'room:leave'({ id }, socket) {
      await socket.leave(groups.room(id));
      presence.release(socket.id, id);
      await rooms.leave(id, { id: socket.data.viewer.id, socketId: socket.id });
      return {};
    },
    async 'room:change'({ id, changes }) {
      return stateOf(await rooms.change(id, changes));
    },
    async 'room:close'({ id }) {
      await rooms.close(id);
      return {};
    },
    async 'topic:follow'({ topic }, socket) {
      requirePlace(socket);
      await authorizeTopic(topic);
      await socket.join(groups.topic(topic));
      return {};
    },
    async 'topic:unfollow'({ topic }, socket) {
      await socket.leave(groups.topic(topic));
      return {};
    },
  };
}
