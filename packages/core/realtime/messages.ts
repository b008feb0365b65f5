import { z } from 'zod';
import { roomSchema } from '../rooms/types';
import { gestureMessage } from './requests';
import { topicSchema } from './topics';

const ofRoom = z.strictObject({ id: z.string() });

/** What the server sends of its own accord. Strict: what does not stand here leaves no server. */
export const realtimeMessages = {
  /** A room as it is now, to whoever is in it. */
  'room:update': roomSchema,
  'room:closed': ofRoom,
  'room:gesture': gestureMessage.extend({ userId: z.string() }),
  /** Which version a room has, now and then: who knows an older one has missed something. */
  'room:version': ofRoom.extend({ version: z.int() }),
  /** Something that a topic is about has changed. What it is now is asked for over HTTP, where it is decided who may know what. */
  'topic:changed': z.strictObject({ topic: topicSchema }),
  /** Messages may have been missed: what is shown has to be asked for again. */
  resync: z.strictObject({}),
} as const satisfies Record<string, z.ZodType>;

export type MessageName = keyof typeof realtimeMessages;
export type Message<Name extends MessageName> = z.output<(typeof realtimeMessages)[Name]>;
