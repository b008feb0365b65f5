import { StateError } from '../errors';

/** What happens to an event that finds the queue full. */
export type Overflow = 'fail' | 'drop-oldest' | 'drop-newest';

/** How many events may wait, and what happens to more. */
export interface Capacity {
  readonly limit: number;
  readonly overflow: Overflow;
}

/** What a queue is made of. */
interface QueueSpecs<T> extends Capacity {
  /** What the events are of. Who reads its events needs it, so it lives as long as the queue. */
  readonly source: object;
  /** Ends the subscriptions that fill the queue; aborted when the queue closes. */
  readonly life: AbortController;
  readonly hold: Hold<T>;
}

interface Reader<T> {
  resolve(result: IteratorResult<T, undefined>): void;
}

/** How those who fill a queue refer to it, so that it lives while somebody waits: nothing else may refer to it then. */
export interface Hold<T> {
  strong: EventQueue<T> | undefined;
}

const DONE: IteratorResult<never, undefined> = { done: true, value: undefined };

const fellBehind = (limit: number): StateError =>
  new StateError(
    `More than ${limit} events were waiting to be read. Read them faster, raise \`limit\`, or choose another \`overflow\`.`,
  );

/** Events that wait to be read, or readers that wait for events. */
export class EventQueue<T> implements AsyncIterableIterator<T, undefined, undefined>, AsyncDisposable {
  readonly specs: QueueSpecs<T>;
  #events: T[] = [];
  #readers: Reader<T>[] = [];
  #failure: StateError | undefined;

  constructor(specs: QueueSpecs<T>) {
    this.specs = specs;
  }

  push(event: T): void {
    const reader = this.#readers.shift();
    if (reader !== undefined) {
      reader.resolve({ done: false, value: event });
      this.#readersChanged();
    } else if (this.#events.length < this.specs.limit) this.#events.push(event);
    else this.#overflow(event);
  }

  /** Takes in no more; what waits can still be read. */
  close(): void {
    this.specs.life.abort();
    for (const reader of this.#readers.splice(0)) reader.resolve(DONE);
    this.#readersChanged();
  }

  /** As {@link close}, and drops what waits. */
  end(): void {
    this.#events = [];
    this.#failure = undefined;
    this.close();
  }

  async next(): Promise<IteratorResult<T, undefined>> {
    // There is one, as its type cannot tell: an event may be undefined.
    if (this.#events.length > 0) return { done: false, value: this.#events.shift() as T };
    const failure = this.#failure;
    this.#failure = undefined;
    if (failure !== undefined) throw failure;
    if (this.specs.life.signal.aborted) return DONE;
    return new Promise((resolve) => {
      this.#readers.push({ resolve });
      this.#readersChanged();
    });
  }

  async return(): Promise<IteratorResult<T, undefined>> {
    this.end();
    return DONE;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.end();
  }

  #overflow(event: T): void {
    const { limit, overflow, life } = this.specs;
    if (overflow === 'drop-newest') return;
    if (overflow === 'drop-oldest') {
      this.#events.shift();
      this.#events.push(event);
      return;
    }
    this.#failure = fellBehind(limit);
    life.abort();
  }

  #readersChanged(): void {
    this.specs.hold.strong = this.#readers.length > 0 ? this : undefined;
  }
}
