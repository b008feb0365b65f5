import { RateLimiterMemory } from 'rate-limiter-flexible';
import { RateLimitedError } from 'reactive/errors';
import type { RateLimiter } from '../limits';
import type { RealtimeSocket } from './sockets';

/** Seconds over which the messages of a socket are counted. */
export const WINDOW = 3;

/** How many messages too many a socket may send before it is closed. */
export const MOST_REFUSALS = 100;

/** How many sockets of an account may send as much as one may: somebody points with one page at a time. */
const BUSY_SOCKETS = 4;

/** Counts the messages of each socket, of all that an account has, and of it what it asks for. Closes a socket that does not heed it. */
export class MessageLimit {
  readonly #ofSocket: RateLimiterMemory;
  readonly #ofAccount: RateLimiterMemory;
  readonly #perAccount: RateLimiter;
  readonly #refusals = new WeakMap<RealtimeSocket, number>();

  constructor(perSecond: number, perAccount: RateLimiter) {
    const points = perSecond * WINDOW;
    this.#ofSocket = new RateLimiterMemory({ points, duration: WINDOW });
    this.#ofAccount = new RateLimiterMemory({ points: points * BUSY_SOCKETS, duration: WINDOW });
    this.#perAccount = perAccount;
  }

  /** Counts a message; whether it is one too many. */
  async isTooMany(socket: RealtimeSocket): Promise<boolean> {
    try {
      await this.#ofSocket.consume(socket.id);
    } catch {
      const refused = (this.#refusals.get(socket) ?? 0) + 1;
      this.#refusals.set(socket, refused);
      if (refused > MOST_REFUSALS) socket.disconnect(true);
      return true;
    }
    // No reason to close this one: others of the account may have sent the most of it.
    return this.#ofAccount.consume(socket.data.viewer.id).then(
      () => false,
      () => true,
    );
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
