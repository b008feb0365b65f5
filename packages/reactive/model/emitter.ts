import { DefinitionError } from '../errors';
import type { Listener, Listeners, Term } from './listeners';
import type { CustomEventName } from './types';

/** Options of `on`. */
export interface ListenOptions {
  /** Ends the subscription when aborted. */
  readonly signal?: AbortSignal | undefined;
}

/** Finds an emitter's listeners; makes them when there are none yet. */
export const LISTENERS: unique symbol = Symbol('reactive.listeners');

interface Hearable {
  [LISTENERS](create: true): Listeners;
}

interface Listening extends Term {
  readonly listener: Listener;
}

const subscribe = (emitter: Hearable, event: string, { listener, ...term }: Listening): (() => void) => {
  if (typeof listener !== 'function') throw new DefinitionError(`on('${event}') needs a function to call.`);
  if (term.signal?.aborted === true) return () => {};
  return emitter[LISTENERS](true).add(event, listener, term);
};

/**
 * Something with events. `Events` maps the names of its events to their payloads; names with a colon
 * (`event:renamed`) may be used without being declared.
 */
export abstract class Emitter<Events extends object> {
  /**
   * Calls `listener` at each `event`, until the returned function is called.
   *
   * @example
   * const stop = user.on('name.changed', ({ value, previous }) => console.log(previous, '→', value));
   */
  on<K extends Extract<keyof Events, string>>(
    event: K,
    listener: (payload: Events[K]) => void,
    options?: ListenOptions,
  ): () => void;
  on(event: CustomEventName, listener: (payload: unknown) => void, options?: ListenOptions): () => void;
  on(event: string, listener: Listener, { signal }: ListenOptions = {}): () => void {
    return subscribe(this, event, { listener, signal });
  }

  /** As {@link on}, for one time. */
  once<K extends Extract<keyof Events, string>>(
    event: K,
    listener: (payload: Events[K]) => void,
    options?: ListenOptions,
  ): () => void;
  once(event: CustomEventName, listener: (payload: unknown) => void, options?: ListenOptions): () => void;
  once(event: string, listener: Listener, { signal }: ListenOptions = {}): () => void {
    return subscribe(this, event, { listener, signal, once: true });
  }

  /** Ends all subscriptions of `listener` to `event`. */
  off(event: Extract<keyof Events, string> | CustomEventName, listener: (payload: never) => void): void {
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
    this[LISTENERS](false)?.fire(event, payload);
  }

  /** @internal */
  abstract [LISTENERS](create: true): Listeners;
  /** @internal */
  abstract [LISTENERS](create: boolean): Listeners | null;
}
