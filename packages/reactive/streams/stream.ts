import { DefinitionError } from '../errors';
import type { CustomEventName, Emitter, EventOf, EventsOf } from '../model';
import { LISTENERS } from '../model/emitter';
import { kindOf, noEvent } from '../model/requirements';
import type { EVENTS } from '../model/symbols';
import { type Capacity, EventQueue, type Hold, type Overflow } from './event-queue';

/** Options of {@link stream}. */
export interface StreamOptions {
  /** Ends the stream when aborted. */
  readonly signal?: AbortSignal | undefined;
  /** How many events may wait to be read; 1,000 unless told. */
  readonly limit?: number | undefined;
  /**
   * What happens when more would wait: `fail` (unless told) ends the stream, with a `StateError` after those that wait;
   * `drop-oldest` and `drop-newest` forget one.
   */
  readonly overflow?: Overflow | undefined;
}

/** The events of an emitter, to be read one after the other. */
export interface EventStream<T> extends AsyncIterableIterator<T, undefined, undefined>, AsyncDisposable {
  next(): Promise<IteratorResult<T, undefined>>;
  /** Ends the stream: who waits is told that there is nothing more, and what was not read is dropped. */
  return(): Promise<IteratorResult<T, undefined>>;
  [Symbol.asyncIterator](): this;
}

const OVERFLOWS: readonly unknown[] = ['fail', 'drop-oldest', 'drop-newest'];

const capacityOf = ({ limit = 1000, overflow = 'fail' }: StreamOptions): Capacity => {
  if (!Number.isSafeInteger(limit) || limit < 1) {
    throw new DefinitionError(
      `The limit of a stream is a number of events, from 1 on, and not ${String(limit)}.`,
    );
  }
  if (!OVERFLOWS.includes(overflow)) {
    throw new DefinitionError(
      `The overflow of a stream is ${OVERFLOWS.join(', ')}, and not ${String(overflow)}.`,
    );
  }
  return { limit, overflow };
};

/** Ends the subscriptions of queues that were dropped without being ended. */
const dropped = new FinalizationRegistry<AbortController>((life) => life.abort());

interface Source {
  readonly emitter: Emitter<{ dispose: undefined }>;
  readonly event: string;
  readonly signal: AbortSignal | undefined;
}

/** Fills a queue, without keeping it alive: a stream that nobody reads any more ends by itself. */
const fill = <T>(queue: EventQueue<T>, { emitter, event, signal }: Source): void => {
  const { hold, life } = queue.specs;
  const weakly = new WeakRef(queue);
  const held = (): EventQueue<T> | undefined => hold.strong ?? weakly.deref();
  dropped.register(queue, life);
  const options = { signal: life.signal };
  // The typed face of `stream` has paired the event with its payload.
  emitter.on(event as '*', (payload: unknown) => held()?.push(payload as T), options);
  if (Symbol.dispose in emitter) emitter.on('dispose', () => held()?.close(), options);
  if (emitter[LISTENERS](false)?.isOver === true) queue.close();
  signal?.addEventListener('abort', () => held()?.end(), options);
};

/** What a stream can be made of. */
type Streamable = Pick<Emitter<object>, typeof EVENTS>;

/**
 * The events of an emitter from now on, as an asynchronous iterator; for `'*'` all of them, as `{ event, payload }`.
 * It ends when the loop is left, when it is returned, disposed of or aborted, and with its collection.
 *
 * @throws DefinitionError for what has no events, an event that is no text, and options that are none.
 * @example
 * for await (const { value } of stream(user, 'role.changed', { signal })) console.log(value);
 */
export function stream<E extends Streamable, K extends Extract<keyof EventsOf<E>, string>>(
  emitter: E,
  event: K,
  options?: StreamOptions,
): EventStream<EventsOf<E>[K]>;
export function stream<E extends Streamable>(
  emitter: E,
  event: '*',
  options?: StreamOptions,
): EventStream<EventOf<EventsOf<E>>>;
export function stream(
  emitter: Streamable,
  event: CustomEventName,
  options?: StreamOptions,
): EventStream<unknown>;
export function stream(source: Streamable, event: string, options: StreamOptions = {}): EventStream<unknown> {
  // What is to be read later must not fail then.
  if (typeof (source as { readonly on?: unknown } | null | undefined)?.on !== 'function')
    throw new DefinitionError(
      `stream() needs a model, an item or a collection, and was given ${kindOf(source)}.`,
    );
  if (typeof event !== 'string') throw noEvent('stream()', event);
  const life = new AbortController();
  const hold: Hold<unknown> = { strong: undefined };
  const queue = new EventQueue({ ...capacityOf(options), source, life, hold });
  if (options.signal?.aborted === true) life.abort();
  // What carries the events of an emitter is one.
  else fill(queue, { emitter: source as Source['emitter'], event, signal: options.signal });
  return queue;
}
