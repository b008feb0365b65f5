import { DefinitionError } from '../errors';
import { checkLimit } from './listener-limit';
import { ANY, type Listener, type Listeners } from './listeners';
import { refuseInRender } from './rendering';
import { kindOf, noEvent, noFunction } from './requirements';
import type { EVENTS } from './symbols';
import type { CustomEventName, EventOf } from './types';

/** Options of `on`. */
export interface ListenOptions {
  /** Ends the subscription when aborted. */
  readonly signal?: AbortSignal | undefined;
}

/** Finds an emitter's listeners; makes them when there are none yet. */
export const LISTENERS: unique symbol = Symbol('reactive.listeners');

interface Hearable {
  [LISTENERS](create: true): Listeners;
  [LISTENERS](create: boolean): Listeners | null;
}

interface Listening {
  readonly listener: Listener;
  readonly options: ListenOptions;
  readonly once?: boolean;
}

/** Whatever the types say, it can be anything. */
const areOptions = (options: ListenOptions | null): boolean =>
  typeof options === 'object' &&
  options !== null &&
  (options.signal === undefined || typeof options.signal?.addEventListener === 'function');

const subscribe = (
  emitter: Hearable,
  event: string,
  { listener, options, once = false }: Listening,
): (() => void) => {
  // Before anything is noted of it: one listener that nobody can tell would spoil those that are there.
  if (typeof event !== 'string') throw noEvent(`${emitter.constructor.name}: on()`, event);
  if (typeof listener !== 'function')
    throw noFunction(`${emitter.constructor.name}: on('${event}')`, listener);
  if (!areOptions(options)) {
    const given = kindOf(options);
    throw new DefinitionError(
      `${emitter.constructor.name}: on('${event}') takes its options as { signal }, an AbortSignal, and was given ${given}.`,
    );
  }
  const { signal } = options;
  if (signal?.aborted === true) return () => {};
  refuseInRender(
    () => `on('${event}') of ${emitter.constructor.name} is called`,
    'Call it in an effect that returns the function that it gave; to show values, read them through useModel().',
  );
  const listeners = emitter[LISTENERS](true);
  const end = listeners.add(event, listener, { signal, once });
  checkLimit(emitter, event, listeners.count(event));
  return end;
};

/**
 * How many listeners an emitter has, to an event or in all. An item and the others that show its entity have theirs in
 * common.
 *
 * @example
 * listenerCount(user, 'name.changed'); // 2
 */
export const listenerCount = (emitter: Hearable, event?: string): number =>
  emitter[LISTENERS](false)?.count(event) ?? 0;

/**
 * Something with events. `Events` maps the names of its events to their payloads; names with a colon
 * (`event:renamed`) may be used without being declared.
 */
export abstract class Emitter<Events extends object> {
  declare readonly [EVENTS]: Events;

  /**
   * Calls `listener` at each `event`, until the returned function is called; at every event for `'*'`.
   *
   * @example
   * const stop = user.on('name.changed', ({ value, previous }) => console.log(previous, '→', value));
   */
  on<K extends Extract<keyof Events, string>>(
    event: K,
    listener: (payload: Events[K]) => void,
    options?: ListenOptions,
  ): () => void;
  on(event: '*', listener: (fired: EventOf<Events>) => void, options?: ListenOptions): () => void;
  on(event: CustomEventName, listener: (payload: unknown) => void, options?: ListenOptions): () => void;
  on(event: string, listener: Listener, options: ListenOptions = {}): () => void {
    return subscribe(this, event, { listener, options });
  }

  /** As {@link on}, for one time. */
  once<K extends Extract<keyof Events, string>>(
    event: K,
    listener: (payload: Events[K]) => void,
    options?: ListenOptions,
  ): () => void;
  once(event: '*', listener: (fired: EventOf<Events>) => void, options?: ListenOptions): () => void;
  once(event: CustomEventName, listener: (payload: unknown) => void, options?: ListenOptions): () => void;
  once(event: string, listener: Listener, options: ListenOptions = {}): () => void {
    return subscribe(this, event, { listener, options, once: true });
  }

  /** Ends all subscriptions of `listener` to `event`. */
  off(
    event: Extract<keyof Events, string> | '*' | CustomEventName,
    listener: (payload: never) => void,
  ): void {
    this[LISTENERS](false)?.remove(event, listener);
  }

  /**
   * Fires an event of one's own: the listeners are called at once; one that throws is reported and does not
   * stop the others.
   */
  trigger<K extends Extract<keyof Events, string>>(
    event: K,
    ...payload: undefined extends Events[K] ? [payload?: Events[K]] : [payload: Events[K]]
  ): void;
  trigger(event: CustomEventName, payload?: unknown): void;
  trigger(event: string, payload?: unknown): void {
    if (typeof event !== 'string') throw noEvent(`${this.constructor.name}: trigger()`, event);
    if (event === ANY) {
      throw new DefinitionError(
        `${this.constructor.name}: trigger('*') cannot be fired, since '*' stands for all events. Fire one by its name.`,
      );
    }
    this[LISTENERS](false)?.fire(event, payload);
  }

  /** @internal */
  abstract [LISTENERS](create: true): Listeners;
  /** @internal */
  abstract [LISTENERS](create: boolean): Listeners | null;
}
