import { type IRoom, Room } from '@myapp/core/rooms';
import { NotFoundError, StateError } from 'reactive/errors';
import { prisma } from '../../db';
import { Prisma } from '../../generated/client';

type Row = Omit<IRoom, 'participants'>;

/** The state of a room that was read whole. */
export const stateOf = (room: Room): IRoom => room.getProperties() as IRoom;

/** Rooms and who is in them, in the order in which they came. */
async function read(condition: Prisma.Sql, ending = Prisma.empty): Promise<Room[]> {
  const rows = await prisma.$queryRaw<Row[]>`
    SELECT r.id, r.name, r.owner_id AS "ownerId", r.is_locked AS "isLocked", r.capacity, r.version, coalesce((
      SELECT json_agg(json_build_object('userId', p.user_id, 'name', p.name,
        'since', to_char(p.since AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) ORDER BY p.since, p.user_id)
      FROM (
        SELECT c.user_id, u.name, min(c.since) AS since
        FROM room_connections c JOIN users u ON u.id = c.user_id WHERE c.room_id = r.id GROUP BY c.user_id, u.name
      ) p), '[]') AS presence
    FROM rooms r ${condition} ${ending}`;
  return rows.map((row) => new Room({ ...row, participants: row.presence.map(({ userId }) => userId) }));
}

/** @throws NotFoundError when there is no such room */
async function one(id: string): Promise<Room> {
  const [room] = await read(Prisma.sql`WHERE r.id = ${id}`);
  if (!room) throw new NotFoundError('There is no such room, or not any more');
  return room;
}

/** How many rooms are listed. */
const MOST = 200;

/** Where rooms are, for as long as they are: which process asks makes no difference. */
export const roomStore = {
  find: (id: string): Promise<Room> => one(id),

  /** As {@link find}; nobody else changes it or who is in it until the unit of work ends. */
  async lock(id: string): Promise<Room> {
    // A statement of its own: one that waits for the lock would go on to see who was there before it waited.
    await prisma.$queryRaw`SELECT FROM rooms WHERE id = ${id} FOR UPDATE`;
    return one(id);
  },

  /** The newest ones. */
  list: (): Promise<Room[]> =>
    read(Prisma.empty, Prisma.sql`ORDER BY r.created_at DESC, r.id DESC LIMIT ${MOST}`),

  async create(values: Pick<IRoom, 'name' | 'capacity' | 'ownerId'>): Promise<Room> {
    return one((await prisma.room.create({ data: values, select: { id: true } })).id);
  },

  /** Writes what is the room's own; who is in it is told by {@link connect} and {@link disconnect}. */
  async save({ id, name, isLocked, version }: Room): Promise<void> {
    await prisma.room.update({ where: { id }, data: { name, isLocked, version } });
  },

  async remove(id: string): Promise<void> {
    await prisma.room.deleteMany({ where: { id } });
  },

  /** Nobody else opens a room for them until the unit of work ends: those who count at the same time would come to the same. */
  async lockOwner(ownerId: string): Promise<void> {
    await prisma.$queryRaw`SELECT FROM users WHERE id = ${ownerId} FOR NO KEY UPDATE`;
  },

  /**
   * Nobody deletes them until the unit of work ends. To be asked before a room is locked: whoever deletes a user holds
   * that row first, and then the rooms, so that the two would wait for each other.
   *
   * @throws NotFoundError when they are deleted already
   */
  async holdVisitor(userId: string): Promise<void> {
    const held = await prisma.$queryRaw<object[]>`SELECT id FROM users WHERE id = ${userId} FOR KEY SHARE`;
    if (held.length === 0) throw new NotFoundError('There is no such user, or not any more');
  },

  countOf: (ownerId: string): Promise<number> => prisma.room.count({ where: { ownerId } }),

  /**
   * Notes that somebody is there by a socket.
   *
   * @returns since when they have been there, by this one or the first of others
   */
  async connect(roomId: string, { userId, socketId }: Connected): Promise<string> {
    const [row] = await prisma.$queryRaw<{ since: Date }[]>`
      INSERT INTO room_connections (room_id, socket_id, user_id, since)
      SELECT ${roomId}, ${socketId}, ${userId},
        coalesce((SELECT min(since) FROM room_connections WHERE room_id = ${roomId} AND user_id = ${userId}), now())
      ON CONFLICT (room_id, socket_id) DO UPDATE SET seen_at = now()
      RETURNING since`;
    if (!row) throw new StateError('PostgreSQL gave no row for one that it has inserted');
    return row.since.toISOString();
  },

  /** @returns whether the socket was the last one by which the person was there */
  async disconnect(roomId: string, { userId, socketId }: Connected): Promise<boolean> {
    const { count } = await prisma.roomConnection.deleteMany({ where: { roomId, socketId, userId } });
    return count > 0 && (await prisma.roomConnection.count({ where: { roomId, userId } })) === 0;
  },

  /** Notes that these sockets are still there; gives those of which nothing is known. */
  async refresh(connected: readonly RoomSocket[]): Promise<RoomSocket[]> {
    if (connected.length === 0) return [];
    const [rooms, sockets] = [
      connected.map(({ roomId }) => roomId),
      connected.map(({ socketId }) => socketId),
    ];
    const known = await prisma.$queryRaw<RoomSocket[]>`
      UPDATE room_connections c SET seen_at = now()
      FROM unnest(${rooms}::text[], ${sockets}::text[]) AS held (room_id, socket_id)
      WHERE c.room_id = held.room_id AND c.socket_id = held.socket_id
      RETURNING c.room_id AS "roomId", c.socket_id AS "socketId"`;
    const keys = new Set(known.map(keyOf));
    return connected.filter((socket) => !keys.has(keyOf(socket)));
  },

  /** Rooms with sockets of which nobody has said for so long that they are there. */
  async withLostSockets(seconds: number): Promise<string[]> {
    const rows = await prisma.$queryRaw<{ id: string }[]>`
      SELECT DISTINCT room_id AS id FROM room_connections WHERE seen_at < now() - make_interval(secs => ${seconds})`;
    return rows.map(({ id }) => id);
  },

  /** Forgets those sockets of a room; gives the people who were there by no other. */
  async removeLostSockets(roomId: string, seconds: number): Promise<string[]> {
    const gone = await prisma.$queryRaw<{ userId: string }[]>`
      WITH lost AS (
        DELETE FROM room_connections
        WHERE room_id = ${roomId} AND seen_at < now() - make_interval(secs => ${seconds})
        RETURNING user_id, socket_id
      )
      SELECT DISTINCT user_id AS "userId" FROM lost
      WHERE NOT EXISTS (
        SELECT FROM room_connections c
        WHERE c.room_id = ${roomId} AND c.user_id = lost.user_id
          AND c.socket_id NOT IN (SELECT socket_id FROM lost)
      )`;
    return gone.map(({ userId }) => userId);
  },

  /** Rooms in which nobody has been, and nothing happened, for so long. */
  async idle(seconds: number): Promise<string[]> {
    const rows = await prisma.$queryRaw<{ id: string }[]>`
      SELECT r.id FROM rooms r
      WHERE r.updated_at < now() - make_interval(secs => ${seconds})
        AND NOT EXISTS (SELECT FROM room_connections c WHERE c.room_id = r.id)`;
    return rows.map(({ id }) => id);
  },

  /** Which version each room has. */
  async versions(ids: readonly string[]): Promise<Pick<IRoom, 'id' | 'version'>[]> {
    if (ids.length === 0) return [];
    return prisma.room.findMany({ where: { id: { in: [...ids] } }, select: { id: true, version: true } });
  },
};

/** A socket of somebody. */
export interface Connected {
  readonly userId: string;
  readonly socketId: string;
}

/** A socket in a room. */
export interface RoomSocket {
  readonly roomId: string;
  readonly socketId: string;
}

function keyOf({ roomId, socketId }: RoomSocket): string {
  return `${roomId} ${socketId}`;
}
