import { requireActor, roomPolicy, SYSTEM, type Viewer } from '@myapp/core/policies';
import type { IRoom, Room, RoomCreate, RoomPatch } from '@myapp/core/rooms';
import { ConflictError, UnauthenticatedError } from 'reactive/errors';
import { afterCommit, unitOfWork } from '../../db';
import { roomStore, stateOf } from './room-store';

/** Who is told of what happens in rooms, once it is stored. */
export interface RoomAudience {
  /** A room as it is now. */
  readonly updated: (room: IRoom) => void | Promise<void>;
  readonly closed: (id: string) => void | Promise<void>;
}

/** Rooms that one person may have open. */
const MOST_OF_ONE = 20;

/** Who acts, and by which socket. */
export interface Visitor extends Pick<Viewer, 'id'> {
  readonly socketId: string;
  readonly name: string;
}

function requireViewer(): Viewer {
  const actor = requireActor();
  if (actor === SYSTEM) throw new UnauthenticatedError();
  return actor;
}

/**
 * The rooms of all processes: they are kept in the database, and each change is told to whoever is there. What may be
 * done is decided by the policy for whoever acts in the current scope, and by the room itself.
 *
 * @example
 * const rooms = new RoomManager({ updated: (room) => io.to(room.id).emit('room:update', room), closed });
 * const room = await rooms.create({ name: 'Lobby', capacity: 20 });
 * await rooms.join(room.id, { id: viewer.id, name: 'Ada', socketId: socket.id }, () => socket.join(room.id));
 */
export class RoomManager {
  readonly #audience: RoomAudience;

  constructor(audience: RoomAudience) {
    this.#audience = audience;
  }

  /** @throws ConflictError when the actor has as many rooms open as anybody may have */
  async create(values: RoomCreate): Promise<Room> {
    const { id: ownerId } = requireViewer();
    roomPolicy.authorize(requireActor(), 'create', { row: values, fields: Object.keys(values) });
    return unitOfWork(async () => {
      await roomStore.lockOwner(ownerId);
      if ((await roomStore.countOf(ownerId)) >= MOST_OF_ONE) {
        throw new ConflictError(`You have ${MOST_OF_ONE} rooms open: close one first`);
      }
      return roomStore.create({ ...values, ownerId });
    });
  }

  /** @throws NotFoundError when there is no such room, or not any more */
  async get(id: string): Promise<Room> {
    roomPolicy.readableWhere(requireActor());
    return roomStore.find(id);
  }

  /** The newest rooms, two hundred at most. */
  async list(): Promise<Room[]> {
    roomPolicy.readableWhere(requireActor());
    return roomStore.list();
  }

  /**
   * Renames, locks or unlocks a room.
   *
   * @throws ForbiddenError for who has not opened it and is no admin
   */
  async change(id: string, changes: RoomPatch): Promise<Room> {
    return this.#changed(id, async (room) => {
      roomPolicy.authorize(requireActor(), 'update', {
        row: room.getProperties(),
        fields: Object.keys(changes),
      });
      room.set(changes);
    });
  }

  /**
   * Lets the visitor in, once, by however many sockets.
   *
   * @param letIn has the socket hear the room. It is called once the visitor is let in, so that nobody hears who is
   *   refused, and while nobody else can change the room, so that nothing is missed after the state that is returned
   * @throws ForbiddenError when the room is locked, ConflictError when it is full, NotFoundError when it or they are gone
   */
  async join(id: string, { id: userId, name, socketId }: Visitor, letIn: () => Promise<void>): Promise<Room> {
    return unitOfWork(async () => {
      await roomStore.holdVisitor(userId);
      return this.#changed(id, async (room) => {
        room.join(userId, { name, since: await roomStore.connect(id, { userId, socketId }) });
        await letIn();
      });
    });
  }

  /** The socket leaves; the person does with their last one. */
  async leave(id: string, { id: userId, socketId }: Pick<Visitor, 'id' | 'socketId'>): Promise<void> {
    await this.#changed(id, async (room) => {
      if (await roomStore.disconnect(id, { userId, socketId })) room.leave(userId);
    });
  }

  /** @throws ForbiddenError for who has not opened it and is no admin */
  async close(id: string): Promise<void> {
    await unitOfWork(async () => {
      const room = await roomStore.lock(id);
      roomPolicy.authorize(requireActor(), 'delete', { row: room.getProperties() });
      await this.#remove(id);
    });
  }

  /** Lets those go whose sockets nobody has seen for so many seconds. */
  async leaveLost(id: string, seconds: number): Promise<void> {
    await this.#changed(id, async (room) => {
      for (const userId of await roomStore.removeLostSockets(id, seconds)) room.leave(userId);
    });
  }

  /** Closes rooms in which nobody has been for so many seconds. */
  async closeIdle(seconds: number): Promise<void> {
    for (const id of await roomStore.idle(seconds)) await unitOfWork(() => this.#remove(id));
  }

  async #remove(id: string): Promise<void> {
    await roomStore.remove(id);
    await afterCommit(() => this.#audience.closed(id));
  }

  /** Of those who change a room at the same time, one waits for the other: so each state follows on the one before. */
  async #changed(id: string, change: (room: Room) => Promise<void>): Promise<Room> {
    return unitOfWork(async () => {
      const room = await roomStore.lock(id);
      let isChanged = false;
      room.on('change', () => {
        isChanged = true;
      });
      await change(room);
      if (!isChanged) return room;
      room.version += 1;
      await roomStore.save(room);
      await afterCommit(() => this.#audience.updated(stateOf(room)));
      return room;
    });
  }
}
