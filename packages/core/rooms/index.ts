export { type Arrival, Room } from './room';
export {
  type IRoom,
  type Presence,
  ROOM_CAPACITY,
  type RoomCreate,
  type RoomPatch,
  roomCreateSchema,
  roomPatchSchema,
  roomSchema,
} from './types';
