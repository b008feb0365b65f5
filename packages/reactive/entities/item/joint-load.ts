import { AbortedError } from '../../errors';

/** The error of a load that its signal has ended. */
export const givenUp = ({ reason }: AbortSignal): AbortedError =>
  new AbortedError('load was aborted.', { cause: reason });

/**
 * A load that several may wait for. The signal of each ends its own wait only; the load is given up when nobody waits
 * any more.
 */
export class JointLoad {
  readonly #ended: Promise<void>;
  readonly #giveUp: (reason: unknown) => void;
  #waiting = 0;

  constructor(ended: Promise<void>, giveUp: (reason: unknown) => void) {
    this.#ended = ended;
    this.#giveUp = giveUp;
  }

  /**
   * Waits for the end of the load, and leaves nothing on the signal.
   *
   * @throws AbortedError as soon as the signal aborts; and whatever the load throws
   */
  async wait(signal: AbortSignal | undefined): Promise<void> {
    this.#waiting++;
    // Who waits without a signal never leaves.
    if (signal === undefined) return this.#ended;
    let leave = (): void => {};
    const left = new Promise<never>((_, reject) => {
      leave = () => {
        reject(givenUp(signal));
        this.#waiting--;
        if (this.#waiting === 0) this.#giveUp(signal.reason);
      };
      signal.addEventListener('abort', leave);
    });
    // By who was told that the load begins: that tells nobody any more.
    if (signal.aborted) leave();
    try {
      // Raced, for not every provider heeds a signal.
      await Promise.race([this.#ended, left]);
    } finally {
      signal.removeEventListener('abort', leave);
    }
  }
}
