export type { ClusterOptions } from './adapter';
export type { Admit } from './admission';
export { type PresenceTimes, presenceTimes } from './presence';
export {
  openRealtime,
  type Realtime,
  type RealtimeParts,
  type SocketLimits,
  socketLimits,
} from './realtime';
export { type RoomAudience, RoomManager, type Visitor } from './rooms/room-manager';
export type { RealtimeServer } from './sockets';
