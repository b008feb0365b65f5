import { errorFrom, type ReactiveError, reportError } from '../errors';
import { inBackground } from '../model/background-timer';
import type { STATE } from '../model/symbols';
import { getOrMake } from './get-or-make';

/** An item, as far as loading it goes. */
export interface Loadable {
  /** @internal */
  readonly [STATE]: object;
  readonly ready: boolean;
  readonly deleted: boolean;
  load(): Promise<unknown>;
}

/** How long what nobody shows is kept: React may render a component, wait, and start over before it shows anything. */
const KEPT_FOR = 5_000;

/** What is to be forgotten, by error: items that were loaded together fail with the same one. */
const failures = new WeakMap<object, Set<() => void>>();

/**
 * Forgets the failed load behind an error that `useItem` threw, so that rendering again loads again. Call it where an
 * error boundary resets. Any other error is left alone.
 *
 * @example
 * <ErrorBoundary onReset={() => retryLoad(error)} …>
 */
export const retryLoad = (error: unknown): void => {
  // What is no object is no key of it either.
  failures.get(error as object)?.forEach((forget) => forget());
};

/** An item and the outcome of its first load, kept as long as a component shows it. */
export class LoadedItem<I extends Loadable> {
  readonly item: I;
  /** Resolves when the load has ended, well or not; there is nothing to wait for when the item was known already. */
  readonly waiting: Promise<void> | undefined;
  settled = false;
  error: ReactiveError | undefined;
  readonly #forget: () => void;
  /** Whether what was known is to be brought up to date as soon as it is shown. */
  #isOld: boolean;
  #holders = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(item: I, { isFresh, forget }: { readonly isFresh: boolean; readonly forget: () => void }) {
    this.item = item;
    this.#forget = forget;
    this.#isOld = item.ready && !isFresh;
    // What is known is not asked for here: on a server nothing would come of it.
    if (item.ready) this.#settle();
    else
      this.waiting = this.#load((thrown) => {
        this.error = errorFrom(thrown);
        getOrMake(failures, this.error, () => new Set<() => void>()).add(forget);
      });
  }

  /** Whether nobody shows it, and it is not there any more: who asks now, asks anew. */
  get isGone(): boolean {
    return this.#holders === 0 && this.item.deleted;
  }

  /** Keeps it until the returned function is called. */
  hold(): () => void {
    this.#holders++;
    clearTimeout(this.#timer);
    if (this.#isOld) {
      this.#isOld = false;
      this.settled = false;
      // What is on the screen already stays there.
      void this.#load(reportError);
    }
    return () => {
      this.#holders--;
      this.#expire();
    };
  }

  #load(failed: (thrown: unknown) => void): Promise<void> {
    return this.item
      .load()
      .catch(failed)
      .then(() => this.#settle());
  }

  #settle(): void {
    this.settled = true;
    this.#expire();
  }

  #expire(): void {
    clearTimeout(this.#timer);
    if (this.#holders === 0 && this.settled) {
      this.#timer = setTimeout(this.#forget, KEPT_FOR);
      // A server must not wait for it.
      inBackground(this.#timer);
    }
  }
}
