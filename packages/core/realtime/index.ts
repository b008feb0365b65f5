export { type Message, type MessageName, realtimeMessages } from './messages';
export { type Reply, replySchema } from './reply';
export {
  type Answered,
  type Gesture,
  gestureMessage,
  gestureSchema,
  type Received,
  type RequestName,
  realtimeRequests,
  type Sent,
} from './requests';
export { readTopic, TOPICS, type Topic, type TopicKind, topicSchema } from './topics';
