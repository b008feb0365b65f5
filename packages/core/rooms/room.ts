import { ConflictError, ForbiddenError } from 'reactive/errors';
import { ReactiveModel } from 'reactive/model';
import { type IRoom, type Presence, ROOM_CAPACITY, roomSchema } from './types';

/** What is to be known of somebody who comes in. */
export type Arrival = Partial<Omit<Presence, 'userId'>>;

/**
 * A place where people are at the same time: who is in it, since when, and whether others may come in. The same class
 * decides on the server and shows in the page; what keeps the two in step is not its business.
 *
 * @example
 * const room = new Room({ id: 'lobby', name: 'Lobby' });
 * room.on('change', () => broadcast(room.getProperties()));
 * room.join('ada', { name: 'Ada' });
 * room.participants; // ['ada']
 */
export class Room extends ReactiveModel<IRoom> {
  declare id: string;
  declare name: string;
  declare ownerId: string;
  declare isLocked: boolean;
  declare capacity: number;
  declare participants: string[];
  declare presence: Presence[];
  declare version: number;

  constructor(specs: Partial<IRoom> = {}) {
    super({
      properties: ['id', 'name', 'ownerId', 'isLocked', 'capacity', 'participants', 'presence', 'version'],
      isLocked: false,
      capacity: ROOM_CAPACITY.usual,
      participants: [],
      presence: [],
      ...specs,
    });
  }

  protected override get schema() {
    return roomSchema;
  }

  get isFull(): boolean {
    return this.participants.length >= this.capacity;
  }

  has(userId: string): boolean {
    return this.participants.includes(userId);
  }

  /**
   * Lets somebody in; who is in already stays. A locked room lets its owner in.
   *
   * @throws ForbiddenError when it is locked
   * @throws ConflictError when it is full
   */
  join(userId: string, { name = userId, since = new Date().toISOString() }: Arrival = {}): void {
    if (this.has(userId)) return;
    if (this.isLocked && userId !== this.ownerId) throw new ForbiddenError('Room is locked');
    if (this.isFull) throw new ConflictError(`Room is full: it holds ${this.capacity}`);
    this.set({
      participants: [...this.participants, userId],
      presence: [...this.presence, { userId, name, since }],
    });
  }

  /** Somebody goes, if they were in. */
  leave(userId: string): void {
    this.set({
      participants: this.participants.filter((id) => id !== userId),
      presence: this.presence.filter((present) => present.userId !== userId),
    });
  }

  /** Lets nobody in any more; who is in stays. */
  lock(): void {
    this.isLocked = true;
  }

  unlock(): void {
    this.isLocked = false;
  }

  /**
   * Takes a state that the server told, unless a newer one is known.
   *
   * @returns whether it was news
   */
  follow(state: IRoom): boolean {
    if (this.version !== undefined && state.version <= this.version) return false;
    return this.set(state).updated;
  }
}
