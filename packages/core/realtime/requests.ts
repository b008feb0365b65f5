import { z } from 'zod';
import { roomCreateSchema, roomPatchSchema, roomSchema } from '../rooms/types';
import { topicSchema } from './topics';

const nothing = z.strictObject({});
const ofRoom = z.strictObject({ id: z.uuid('Must be the id of a room') });

/** What a page may ask over its socket: what it sends, and what it is answered. Each is answered, or refused with an error. */
export const realtimeRequests = {
  'rooms:list': { sent: nothing, answered: z.array(roomSchema) },
  'room:create': { sent: roomCreateSchema, answered: roomSchema },
  /** Comes in, with this socket; from now on it is told what happens there. */
  'room:join': { sent: ofRoom, answered: roomSchema },
  'room:leave': { sent: ofRoom, answered: nothing },
  'room:change': { sent: ofRoom.extend({ changes: roomPatchSchema }), answered: roomSchema },
  'room:close': { sent: ofRoom, answered: nothing },
  /** From now on the socket is told when what the topic is about has changed. */
  'topic:follow': { sent: z.strictObject({ topic: topicSchema }), answered: nothing },
  'topic:unfollow': { sent: z.strictObject({ topic: topicSchema }), answered: nothing },
} as const satisfies Record<string, { sent: z.ZodType; answered: z.ZodType }>;

export type RequestName = keyof typeof realtimeRequests;
export type Sent<Name extends RequestName> = z.input<(typeof realtimeRequests)[Name]['sent']>;
export type Received<Name extends RequestName> = z.output<(typeof realtimeRequests)[Name]['sent']>;
export type Answered<Name extends RequestName> = z.output<(typeof realtimeRequests)[Name]['answered']>;

const share = z.number().min(0).max(1);

/**
 * What somebody does in a room at this moment: it is passed on to whoever is there, stored nowhere, and may get lost.
 * What is left out has not changed; a pointer that is `null` has left.
 */
export const gestureSchema = z.strictObject({
  typing: z.boolean().optional(),
  /** Where they point, as a share of width and height. */
  pointer: z.strictObject({ x: share, y: share }).nullable().optional(),
});

export type Gesture = z.output<typeof gestureSchema>;

/** What a page may send without an answer. */
export const gestureMessage = ofRoom.extend({ gesture: gestureSchema });
