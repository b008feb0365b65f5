import { Effect, untracked, within } from '../model/signals';

/**
 * What one render has read. It is live from the first read on, so that nothing that changes between a render and its
 * commit is missed; it tells once, and is empty then until something is read again.
 */
export class Reading {
  readonly #effect: Effect;
  /** Whether it was ended: then it tells nothing any more. */
  ended = false;

  constructor(changed: () => void) {
    let started = false;
    this.#effect = new Effect(() => {
      if (started) untracked(changed);
      started = true;
    });
  }

  /** Runs `read`; whatever it reads of models belongs to this reading. */
  track<R>(read: () => R): R {
    return this.ended ? read() : within(this.#effect, read);
  }

  end(): void {
    this.ended = true;
    this.#effect.end();
  }
}
