import { RateLimiterMemory } from 'rate-limiter-flexible';
import { RateLimitedError } from 'reactive/errors';
import type { RateLimiter } from '../limits';
import type { RealtimeSocket } from './sockets';

/** Seconds over which the messages of a socket are counted. */
export const WINDOW = 3;

/** How many messages too many a socket may send before it is closed. */
export const MOST_REFUSALS = 100;

/** Counts the messages of each socket, and of its account what it asks for. Closes a socket that does not heed it. */
export class MessageLimit {
  readonly #counter: RateLimiterMemory;
  readonly #perAccount: RateLimiter;
  readonly #refusals = new WeakMap<RealtimeSocket, number>();

  constructor(perSecond: number, perAccount: RateLimiter) {
    this.#counter = new RateLimiterMemory({ points: perSecond * WINDOW, duration: WINDOW });
    this.#perAccount = perAccount;
  }

  /** Counts a message; whether it is one too many. */
  async isTooMany(socket: RealtimeSocket): Promise<boolean> {
    try {
      await this.#counter.consume(socket.id);
      return false;
    } catch {
      const refused = (this.#refusals.get(socket) ?? 0) + 1;
      this.#refusals.set(socket, refused);
      if (refused > MOST_REFUSALS) socket.disconnect(true);
      return true;
    }
  }

  /**
   * Counts a message that asks for something.
   *
   * @throws RateLimitedError for one too many, of the socket or of the account
   */
  async request(socket: RealtimeSocket): Promise<void> {
    if (await this.isTooMany(socket)) throw new RateLimitedError('Too many messages', { retryAfter: WINDOW });
    await this.#perAccount.consume(socket.data.viewer.id);
  }
}
