import { Reading } from './reading';
import { watchReactRenders } from './render-probe';
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
  #items: WeakMap<object, object> | undefined;
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

  get items(): WeakMap<object, object> {
    this.#items ??= new WeakMap();
    return this.#items;
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
    const reading = new Reading(this.#changed);
    this.#readings.add(reading);
    this.#recording = reading;
    return reading;
  }

  /** A render is on the screen, and shows this model. */
  commit(reading: Reading, model: unknown): void {
    // What was shown before is not kept alive.
    if (this.#views.size > 1) {
      for (const shown of this.#views.keys()) if (shown !== model) this.#views.delete(shown);
    }
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
