import { Reading } from './reading';
import { createView } from './view';

/** Ends what an abandoned render has read: React drops such a render without a word. */
const abandoned = new FinalizationRegistry<Set<Reading>>((readings) => {
  for (const reading of readings) reading.end();
});

/**
 * What one `useModel` of one component has read, and the view that it was given. The view is the snapshot that React
 * compares: another one as soon as something that was read has changed, the same one until then.
 */
export class Tracker {
  readonly items = new WeakMap<object, object>();
  #views = new WeakMap<object, object>();
  readonly #readings = new Set<Reading>();
  /** What the render that is going on reads. */
  #recording: Reading | undefined;
  /** What the render on the screen has read. */
  #committed: Reading | undefined;
  #listener: (() => void) | undefined;

  constructor() {
    abandoned.register(this, this.#readings);
  }

  /** The view of a model: the same one until something that was read through it changes. */
  snapshot<M extends object>(model: M): M {
    const known = this.#views.get(model);
    // A view is kept under the model that it shows, whose type it has.
    if (known !== undefined) return known as M;
    const view = createView(model, this);
    this.#views.set(model, view);
    return view;
  }

  /** Starts a render: what is read until its commit decides when the next one is due. */
  begin(): Reading {
    // A render that has not been committed when the next one starts never will be.
    this.#end(this.#recording);
    const tracker = new WeakRef(this);
    const reading = new Reading(() => tracker.deref()?.invalidate());
    this.#readings.add(reading);
    this.#recording = reading;
    return reading;
  }

  /** A render is on the screen. */
  commit(reading: Reading): void {
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
    this.#views = new WeakMap();
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
        if (this.#listener === undefined) this.#endAll();
      });
    };
  };

  #end(reading: Reading | undefined): void {
    if (reading === undefined) return;
    reading.end();
    this.#readings.delete(reading);
  }

  #endAll(): void {
    for (const reading of this.#readings) this.#end(reading);
  }
}
