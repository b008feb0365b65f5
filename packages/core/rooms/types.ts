import { z } from 'zod';
import { shownText } from '../text';

/** Somebody who is in a room: once, in however many tabs. */
export interface Presence {
  userId: string;
  name: string;
  /** When they came in, as ISO 8601 in UTC. */
  since: string;
}

/**
 * A place where people are at the same time.
 *
 * @example
 * const lobby: IRoom = {
 *   id: '0199c2f0-0000-7000-8000-000000000001', name: 'Lobby', ownerId: ada.id, isLocked: false, capacity: 20,
 *   participants: [], presence: [], version: 1,
 * };
 */
export interface IRoom {
  id: string;
  name: string;
  /** Who made it, and decides about it. */
  ownerId: string;
  /** Whether nobody may come in any more. */
  isLocked: boolean;
  /** How many people it holds. */
  capacity: number;
  /** The ids of the people in it, in the order in which they came. */
  participants: string[];
  /** What is known of each of them, in the same order. */
  presence: Presence[];
  /** One more with each change: of two states, the one with the higher version is the newer. */
  version: number;
}

/** How many people a room may be made for. */
export const ROOM_CAPACITY = { min: 1, max: 100, usual: 20 } as const;

const presenceSchema = z.strictObject({
  userId: z.string(),
  name: z.string(),
  since: z.iso.datetime(),
}) satisfies z.ZodType<Presence>;

/** The whole of a room, strict. The other schemas are derived from this one. */
export const roomSchema = z.strictObject({
  id: z.string().min(1).max(64),
  name: shownText({ min: 2, max: 80 }),
  ownerId: z.string(),
  isLocked: z.boolean(),
  capacity: z
    .int()
    .min(ROOM_CAPACITY.min, 'Must be 1 at least')
    .max(ROOM_CAPACITY.max, `Must be ${ROOM_CAPACITY.max} at most`),
  participants: z.array(z.string()),
  presence: z.array(presenceSchema),
  version: z.int().min(1),
}) satisfies z.ZodType<IRoom>;

/**
 * What opens a room.
 *
 * @example
 * roomCreateSchema.parse({ name: 'Lobby' }); // { name: 'Lobby', capacity: 20 }
 */
export const roomCreateSchema = z.strictObject({
  name: roomSchema.shape.name,
  capacity: roomSchema.shape.capacity.default(ROOM_CAPACITY.usual),
});

/** What its owner may change of a room. */
export const roomPatchSchema = z.strictObject({
  name: roomSchema.shape.name.exactOptional(),
  isLocked: roomSchema.shape.isLocked.exactOptional(),
});

export type RoomCreate = z.output<typeof roomCreateSchema>;
export type RoomPatch = z.output<typeof roomPatchSchema>;
