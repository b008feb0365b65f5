import type { Room } from '@myapp/core/rooms';
import { useEffect, useMemo } from 'react';
import { useModel, useScope } from 'reactive/react';
import { RoomList, RoomVisit, realtimeOf } from '../realtime';

/** A room, and the visit that keeps one in it. */
export interface VisitedRoom {
  readonly room: Room;
  readonly visit: RoomVisit;
}

/**
 * Is in a room as long as a component shows it: whoever else comes and goes, and what they do, is seen at once.
 *
 * @example
 * function Lobby({ id }: { id: string }) {
 *   const { room, visit } = useRoom(id);
 *   if (visit.state !== 'inside') return <p>{visit.error?.message ?? '…'}</p>;
 *   return <ul>{room.presence.map(({ userId, name }) => <li key={userId}>{name}</li>)}</ul>;
 * }
 */
export const useRoom = (id: string): VisitedRoom => {
  const scope = useScope();
  const visit = useMemo(() => new RoomVisit(realtimeOf(scope), id), [scope, id]);
  useEffect(() => visit.enter(), [visit]);
  return { visit: useModel(visit), room: useModel(visit.room) };
};

/** The rooms that there are, the newest first, as long as a component shows them. */
export const useRooms = (): RoomList => {
  const scope = useScope();
  const list = useMemo(() => new RoomList(realtimeOf(scope)), [scope]);
  useEffect(() => list.follow(), [list]);
  return useModel(list);
};
