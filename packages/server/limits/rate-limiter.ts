import { type RateLimiterAbstract, RateLimiterRes } from 'rate-limiter-flexible';
import { RateLimitedError } from 'reactive/errors';

/** How often something may be done. */
export interface RateLimit {
  /** What is limited: counts of different names know nothing of each other. */
  readonly name: string;
  readonly points: number;
  readonly seconds: number;
}

/** Counts by key, and refuses past a limit. */
export interface RateLimiter {
  /**
   * Counts one more.
   *
   * @throws RateLimitedError past the limit, with the seconds to wait
   */
  consume(key: string): Promise<void>;
  /** Counts one less, for what was counted before it was known to be harmless. */
  giveBack(key: string): Promise<void>;
  /** Begins anew. */
  forget(key: string): Promise<void>;
}

/** Points that this process has taken of the shared count and not used yet. */
interface Lease {
  left: number;
  readonly until: number;
}

/** Keys whose leases are remembered; the oldest is given up for a new one, which costs its client the lease. */
const MOST_LEASES = 10_000;

function refusal(rejected: unknown): unknown {
  if (!(rejected instanceof RateLimiterRes)) return rejected;
  const retryAfter = Math.max(1, Math.ceil(rejected.msBeforeNext / 1000));
  return new RateLimitedError('Too many requests', { retryAfter });
}

/**
 * Takes points of a shared count by the lease, and gives them out from memory: one question to the store for many
 * requests. Never more than the limit is given out; with several processes up to a lease for each may go unused.
 */
export class LeasingLimiter implements RateLimiter {
  readonly #shared: RateLimiterAbstract;
  readonly #size: number;
  readonly #leases = new Map<string, Lease>();
  readonly #renewals = new Map<string, Promise<void>>();

  /** @param size - points of a lease; the limit has to be a multiple of it */
  constructor(shared: RateLimiterAbstract, size: number) {
    this.#shared = shared;
    this.#size = size;
  }

  async consume(key: string): Promise<void> {
    for (;;) {
      const lease = this.#current(key);
      if (lease && lease.left > 0) {
        lease.left -= 1;
        return;
      }
      await this.#renewed(key);
    }
  }

  async giveBack(key: string): Promise<void> {
    const lease = this.#current(key);
    if (lease) lease.left += 1;
    else await this.#shared.reward(key);
  }

  async forget(key: string): Promise<void> {
    this.#leases.delete(key);
    await this.#shared.delete(key);
  }

  #current(key: string): Lease | undefined {
    const lease = this.#leases.get(key);
    return lease && lease.until > performance.now() ? lease : undefined;
  }

  /** Requests of one client that come at once ask once. */
  #renewed(key: string): Promise<void> {
    const going = this.#renewals.get(key);
    if (going) return going;
    const renewal = this.#renew(key).finally(() => this.#renewals.delete(key));
    this.#renewals.set(key, renewal);
    return renewal;
  }

  async #renew(key: string): Promise<void> {
    try {
      const { msBeforeNext } = await this.#shared.consume(key, this.#size);
      this.#leases.delete(key);
      this.#leases.set(key, { left: this.#size, until: performance.now() + msBeforeNext });
    } catch (rejected) {
      throw refusal(rejected);
    }
    const [oldest] = this.#leases.keys();
    if (this.#leases.size > MOST_LEASES && oldest !== undefined) this.#leases.delete(oldest);
  }
}

/**
 * The points of a lease: about a fiftieth of the limit, and a divisor of it, so that the last lease fits in.
 *
 * @example
 * leaseOf(1000); // 20
 * leaseOf(5); // 1
 */
export function leaseOf(points: number): number {
  let size = Math.max(1, Math.floor(points / 50));
  while (points % size !== 0) size -= 1;
  return size;
}
