export { followTopic } from './follow-topic';
export { Realtime, realtimeOf } from './realtime';
export { RoomList } from './room-list';
export { RoomVisit, type SeenGesture } from './room-visit';
