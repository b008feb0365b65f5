import type { Gesture } from '@myapp/core/realtime';
import { type IRoom, Room } from '@myapp/core/rooms';
import { errorFrom, type ReactiveError } from 'reactive/errors';
import { ReactiveModel } from 'reactive/model';
import type { Realtime } from './realtime';

/** What somebody in the room does at this moment. */
export interface SeenGesture extends Gesture {
  /** When it was seen, in milliseconds of this page's clock. */
  readonly at: number;
  /** When it was last seen that they type. */
  readonly typedAt: number;
}

interface IRoomVisit {
  /** `outside` before and after; `refused` and `closed` say why one is not in. */
  state: 'outside' | 'entering' | 'inside' | 'refused' | 'closed';
  error: ReactiveError | undefined;
  /** By the id of who does it. */
  gestures: Readonly<Record<string, SeenGesture>>;
}

/** Milliseconds between two gestures that are told, and after which one that is not repeated is over. */
const EVERY = 100;
const FADES = 5000;

/** Milliseconds without a letter after which somebody does not type any more. */
const PAUSE = 2000;

const isOver = ({ typing, typedAt }: SeenGesture, now: number): boolean =>
  typing === true && now - typedAt >= FADES;

/**
 * Somebody's presence in a room, from when they enter until they leave: the room is kept as the server has it, also
 * after the connection was lost, when they come in again.
 *
 * @example
 * const visit = new RoomVisit(realtimeOf(currentScope()), id);
 * const leave = visit.enter();
 * visit.room.on('change', () => console.log(visit.room.participants));
 */
export class RoomVisit extends ReactiveModel<IRoomVisit> {
  declare state: IRoomVisit['state'];
  declare error: IRoomVisit['error'];
  declare gestures: IRoomVisit['gestures'];

  readonly room: Room;
  readonly #realtime: Realtime;
  #visitors = 0;
  #stop: () => void = () => {};
  #lastTold = 0;
  #waiting: Gesture | undefined;
  #pause: ReturnType<typeof setTimeout> | undefined;

  constructor(realtime: Realtime, id: string) {
    super({ properties: ['state', 'error', 'gestures'], state: 'outside', gestures: {} });
    this.#realtime = realtime;
    this.room = new Room({ id });
  }

  /** Comes in, and stays until the returned function is called. */
  enter(): () => void {
    if (this.#visitors++ === 0) this.#start();
    let isThere = true;
    return () => {
      if (!isThere) return;
      isThere = false;
      if (--this.#visitors === 0) this.#leave();
    };
  }

  /** Asks the room's owner's questions: see `realtimeRequests`. */
  async change(changes: Partial<Pick<IRoom, 'name' | 'isLocked'>>): Promise<void> {
    this.room.follow(await this.#realtime.order('room:change', { id: this.room.id, changes }));
  }

  async close(): Promise<void> {
    await this.#realtime.order('room:close', { id: this.room.id });
  }

  /** Shows the others what one does; of several in a tenth of a second, the last. */
  gesture(gesture: Gesture): void {
    this.#waiting = { ...this.#waiting, ...gesture };
    const wait = this.#lastTold + EVERY - Date.now();
    if (wait > 0 && this.#lastTold > 0) setTimeout(() => this.#tell(), wait);
    else this.#tell();
  }

  /** Shows the others that one types: to be called with each change, and over after a pause or {@link stopTyping}. */
  typing(): void {
    clearTimeout(this.#pause);
    this.#pause = setTimeout(() => this.stopTyping(), PAUSE);
    this.gesture({ typing: true });
  }

  /** Shows the others at once that one does not type any more. */
  stopTyping(): void {
    if (this.#pause === undefined) return;
    clearTimeout(this.#pause);
    this.#pause = undefined;
    this.gesture({ typing: false });
  }

  /** Tries again to come in, where one was refused. */
  async retry(): Promise<void> {
    await this.#join();
  }

  #tell(): void {
    const gesture = this.#waiting;
    if (gesture === undefined || this.state !== 'inside') return;
    this.#waiting = undefined;
    this.#lastTold = Date.now();
    this.#realtime.tell('room:gesture', { id: this.room.id, gesture });
  }

  #start(): void {
    const { id } = this.room;
    const isHere = (message: { id: string }): boolean => message.id === id;
    const join = (): void => void this.#join();
    const stops = [
      this.#realtime.follow(),
      this.#realtime.on('online', join),
      this.#realtime.on('resync', join),
      this.#realtime.on('room:update', (room) => {
        if (isHere(room)) this.room.follow(room);
      }),
      this.#realtime.on('room:version', (told) => {
        // Something was told that has not arrived: coming in again is answered with the state.
        if (isHere(told) && told.version > (this.room.version ?? 0)) join();
      }),
      this.#realtime.on('room:closed', (closed) => {
        if (isHere(closed)) this.set({ state: 'closed', gestures: {} });
      }),
      this.#realtime.on('room:gesture', (message) => {
        if (isHere(message)) this.#see(message.userId, message.gesture);
      }),
    ];
    const fading = setInterval(() => this.#fade(), FADES / 2);
    this.#stop = () => {
      clearInterval(fading);
      for (const stop of stops) stop();
    };
    this.set({ state: 'entering', error: undefined });
    if (this.#realtime.status === 'online') join();
  }

  async #join(): Promise<void> {
    try {
      const state = await this.#realtime.ask('room:join', { id: this.room.id });
      if (this.#visitors === 0) return;
      this.room.follow(state);
      this.set({ state: 'inside', error: undefined });
    } catch (thrown) {
      const error = errorFrom(thrown);
      // Without a connection it is tried again with the next one.
      if (error.code === 'unavailable') this.set({ state: 'entering', error });
      else this.set({ state: error.code === 'not_found' ? 'closed' : 'refused', error });
    }
  }

  #leave(): void {
    this.stopTyping();
    this.#tell();
    this.#stop();
    if (this.#realtime.status === 'online') {
      this.#realtime.ask('room:leave', { id: this.room.id }).catch(() => undefined); // it is noticed in a while
    }
    this.set({ state: 'outside', error: undefined, gestures: {} });
  }

  #see(userId: string, gesture: Gesture): void {
    const at = Date.now();
    const before = this.gestures[userId];
    const seen = { ...before, ...gesture, at, typedAt: gesture.typing ? at : (before?.typedAt ?? 0) };
    this.gestures = { ...this.gestures, [userId]: seen };
  }

  /** Who has done nothing for a while, or has gone, does nothing any more. */
  #fade(): void {
    const now = Date.now();
    const known = Object.entries(this.gestures);
    const fresh = known
      .filter(([userId, { at }]) => now - at < FADES && this.room.has(userId))
      // What would have said so may be lost, and somebody who points is not for that still typing.
      .map(([userId, seen]) => [userId, isOver(seen, now) ? { ...seen, typing: false } : seen] as const);
    if (fresh.length < known.length || fresh.some(([userId, seen]) => seen !== this.gestures[userId]))
      this.gestures = Object.fromEntries(fresh);
  }
}
