import { setImmediate as turn } from 'node:timers/promises';

/** Turns of the event loop in which nobody asks anything, after which nobody is taken to be about to. */
const QUIET_TURNS = 3;

/** Milliseconds that work in the background stands back at most: others who never pause must not hold it up for good. */
const PATIENCE = 250;

/** Counts who waits for an answer, so that work in the background can stand back. */
export class Traffic {
  #waiting = 0;
  /** Who came since it was last looked: the embedded database may have answered them within the same turn. */
  #came = false;

  /** Asks, and counts until it is answered. */
  async count<Result>(ask: () => PromiseLike<Result>): Promise<Result> {
    this.#waiting += 1;
    this.#came = true;
    try {
      return await ask();
    } finally {
      this.#waiting -= 1;
    }
  }

  /**
   * Resolves once nobody waits for an answer, nor begins to at once, as who asks several things in turn does.
   *
   * @param patience milliseconds after which it resolves all the same
   */
  async quiet(patience = PATIENCE): Promise<void> {
    const end = performance.now() + patience;
    for (let turns = 0; turns < QUIET_TURNS && performance.now() < end; turns += 1) {
      this.#came = false;
      await turn();
      if (this.#came || this.#waiting > 0) turns = -1;
    }
  }
}
