import { getOrMake } from './get-or-make';
import { Reading } from './reading';
import { watchReactRenders } from './render-probe';
import { createView } from './view';

const endAll = (readings: Set<Reading>): void => {
  for (const reading of readings) reading.end();
  readings.clear();
};

/** Ends what an abandoned render has read: React drops such a render without a word. */
const abandoned = new FinalizationRegistry<Set<Reading>>(endAll);

/**
 * What one `useModel` of one component has read, and the view that it was given. The view is the snapshot that React
 * compares: another one as soon as something that was read has changed, the same one until then.
 */
export class Tracker {
  readonly items = new WeakMap<object, object>();
  /** Of the model on the screen, and of others that a render has begun to show. */
  readonly #views = new Map<object, object>();
  /** What a reading calls: it does not keep the tracker of an abandoned render alive. */
  readonly #changed: () => void;
  readonly #readings = new Set<Reading>();
  /** What the render that is going on reads. */
  #recording: Reading | undefined;
  /** What the render on the screen has read. */
  #committed: Reading | undefined;
  #listener: (() => void) | undefined;

  constructor() {
    watchReactRenders();
    abandoned.register(this, this.#readings);
    const tracker = new WeakRef(this);
    this.#changed = () => tracker.deref()?.invalidate();
  }

  /** The view of a model: the same one until something that was read through it changes. */
  snapshot<M extends object>(model: M): M {
    // A view is kept under the model that it shows, whose type it has.
    return getOrMake<object, object>(this.#views, model, () => createView(model, this)) as M;
  }

  /** Starts a render: what is read until its commit decides when the next one is due. */
  begin(): Reading {
    // A render that has not been committed when the next one starts never will be.
    this.#end(this.#recording);
    const reading = new Reading(this.#changed);
    this.#readings.add(reading);
    this.#recording = reading;
    return reading;
  }

  /** A render is on the screen, and shows this model. */
  commit(reading: Reading, model: unknown): void {
    // What was shown before is not kept alive.
    for (const shown of this.#views.keys()) if (shown !== model) this.#views.delete(shown);
    if (this.#recording === reading) this.#recording = undefined;
    if (this.#committed === reading) return;
    this.#end(this.#committed);
    this.#committed = reading;
    if (reading.ended) this.invalidate();
  }

  /** Runs `read`; during a render, what it reads is remembered. */
  read<R>(read: () => R): R {
    return this.#recording === undefined ? read() : this.#recording.track(read);
  }

  invalidate(): void {
    this.#views.clear();
    this.#listener?.();
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listener = listener;
    // Shown again after it was hidden: meanwhile nobody listened.
    if (this.#committed?.ended === true) this.invalidate();
    return () => {
      this.#listener = undefined;
      // In a microtask: StrictMode unsubscribes and subscribes again at once.
      queueMicrotask(() => {
        if (this.#listener === undefined) endAll(this.#readings);
      });
    };
  };

  #end(reading: Reading | undefined): void {
    if (reading === undefined) return;
    reading.end();
    this.#readings.delete(reading);
  }
}
