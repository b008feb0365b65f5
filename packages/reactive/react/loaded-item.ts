import { errorFrom, type ReactiveError, reportError } from '../errors';

/** An item, as far as loading it goes. */
export interface Loadable {
  readonly ready: boolean;
  load(): Promise<unknown>;
}

/** How long what nobody shows is kept: React may render a component, wait, and start over before it shows anything. */
const KEPT_FOR = 5_000;

const failures = new WeakMap<object, () => void>();

/**
 * Forgets the failed load behind an error that `useItem` threw, so that rendering again loads again. Call it where an
 * error boundary resets. Any other error is left alone.
 *
 * @example
 * <ErrorBoundary onReset={() => retryLoad(error)} …>
 */
export const retryLoad = (error: unknown): void => {
  if (typeof error === 'object' && error !== null) failures.get(error)?.();
};

/** An item and the outcome of its first load, kept as long as a component shows it. */
export class LoadedItem<I extends Loadable> {
  readonly item: I;
  /** Resolves when the load has ended, well or not; there is nothing to wait for when the item was known already. */
  readonly waiting: Promise<void> | undefined;
  settled = false;
  error: ReactiveError | undefined;
  readonly #forget: () => void;
  #holders = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(item: I, forget: () => void) {
    this.item = item;
    this.#forget = forget;
    const isKnown = item.ready;
    const loading = item.load().then(
      () => this.#settle(),
      (thrown: unknown) => {
        // What is on the screen already stays there.
        if (isKnown) reportError(thrown);
        else this.#fail(errorFrom(thrown));
        this.#settle();
      },
    );
    this.waiting = isKnown ? undefined : loading;
  }

  /** Keeps it until the returned function is called. */
  hold(): () => void {
    this.#holders++;
    clearTimeout(this.#timer);
    return () => {
      this.#holders--;
      this.#expire();
    };
  }

  #fail(error: ReactiveError): void {
    this.error = error;
    failures.set(error, this.#forget);
  }

  #settle(): void {
    this.settled = true;
    this.#expire();
  }

  #expire(): void {
    clearTimeout(this.#timer);
    if (this.#holders > 0 || !this.settled) return;
    this.#timer = setTimeout(this.#forget, KEPT_FOR);
    // A server must not wait for it.
    unrefTimer(this.#timer);
  }
}

const unrefTimer = (timer: unknown): void => {
  if (typeof timer === 'object' && timer !== null && 'unref' in timer && typeof timer.unref === 'function') {
    timer.unref();
  }
};
