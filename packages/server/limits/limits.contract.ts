import { RateLimitedError } from 'reactive/errors';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type LimitStore, type RateLimit, type RateLimiter, signInFigures, signInLimit } from './index';

let runs = 0;

/** A name of its own for each test: what is counted outlives it. */
const fresh = (limit: Partial<RateLimit> = {}): RateLimit => ({
  name: `test ${Date.now()} ${++runs}`,
  points: 5,
  seconds: 60,
  ...limit,
});

/** How many of `times` calls passed; anything but a refusal fails the test. */
export async function passed(times: number, work: (nth: number) => Promise<void>): Promise<number> {
  const outcomes = await Promise.allSettled(Array.from({ length: times }, (_, nth) => work(nth)));
  const refusals = outcomes.filter((outcome) => outcome.status === 'rejected').map(({ reason }) => reason);
  expect(refusals.filter((reason) => !(reason instanceof RateLimitedError))).toEqual([]);
  return outcomes.filter(({ status }) => status === 'fulfilled').length;
}

/** What holds for every store of counts; `open` opens one that shares its counts with those opened before. */
export function limitContract(open: () => Promise<LimitStore>): void {
  const opened = async (): Promise<LimitStore> => {
    const store = await open();
    onTestFinished(() => store.close());
    return store;
  };

  describe('a limit', () => {
    it.each([5, 100, 997, 1000])(
      'of %i lets exactly so many pass, also when all come at once',
      async (points) => {
        const limiter = (await opened()).limiter(fresh({ points }));
        expect(await passed(points + 50, () => limiter.consume('a'))).toBe(points);
        expect(await passed(3, () => limiter.consume('b'))).toBe(3);
      },
    );

    it('says how long to wait, and lets pass again then', async () => {
      const limiter = (await opened()).limiter(fresh({ points: 1, seconds: 1 }));
      await limiter.consume('a');
      const refusal: unknown = await limiter.consume('a').catch((error: unknown) => error);
      expect(refusal).toMatchObject({ code: 'rate_limited', status: 429, retryAfter: 1 });
      await expect
        .poll(() => passed(1, () => limiter.consume('a')), { timeout: 3000, interval: 200 })
        .toBe(1);
    });

    it('gives back and forgets', async () => {
      const limiter = (await opened()).limiter(fresh());
      expect(await passed(5, () => limiter.consume('a'))).toBe(5);
      await limiter.giveBack('a');
      expect(await passed(5, () => limiter.consume('a'))).toBe(1);
      await limiter.forget('a');
      expect(await passed(9, () => limiter.consume('a'))).toBe(5);
    });
  });

  describe('the limit on signing in', () => {
    const pass = (limit: ReturnType<typeof signInLimit>, address: (nth: number) => string, account: string) =>
      passed(60, (nth) => limit.attempt({ address: address(nth), account }));
    const ipv6 = (network: number) => (nth: number) =>
      `2001:db8:${runs.toString(16)}:${network.toString(16)}::${nth.toString(16)}`;
    const account = (): string => `${Date.now()}-${++runs}@example.org`;

    it('takes few guesses from one network, whichever of its addresses they come from', async () => {
      const limit = signInLimit(await opened());
      const ada = account();
      expect(await pass(limit, ipv6(1), ada)).toBe(signInFigures.pair);
      await expect(
        limit.attempt({ address: ipv6(1)(999), account: ` ${ada.toUpperCase()} ` }),
      ).rejects.toThrow(RateLimitedError);
      // Whoever else owns the account is not kept out by that.
      await limit.attempt({ address: ipv6(2)(1), account: ada });
    });

    it('takes few guesses for one account, however many networks they come from', async () => {
      const limit = signInLimit(await opened());
      runs += 1;
      expect(await pass(limit, (nth) => ipv6(nth)(1), account())).toBe(signInFigures.account);
    });

    it('takes few guesses from one network, for however many accounts', async () => {
      const limit = signInLimit(await opened());
      runs += 1;
      const address = ipv6(7)(7);
      const attempts = await passed(150, () => limit.attempt({ address, account: account() }));
      expect(attempts).toBe(signInFigures.network);
    });

    it('does not count who knows the password', async () => {
      const limit = signInLimit(await opened());
      runs += 1;
      const ada = { address: ipv6(1)(1), account: account() };
      for (let nth = 0; nth < 3 * signInFigures.account; nth++) {
        await limit.attempt(ada);
        await limit.succeeded(ada);
      }
      expect(await pass(limit, () => ada.address, ada.account)).toBe(signInFigures.pair);
    });
  });
}

/** What holds where several processes share their counts. */
export function sharedLimitContract(open: () => Promise<LimitStore>): void {
  it('is one for several processes: none passes beyond it, and few go unused', async () => {
    const stores = await Promise.all([open(), open(), open()]);
    onTestFinished(async () => {
      for (const store of stores) await store.close();
    });
    const limit = fresh({ points: 1000 });
    const limiters: RateLimiter[] = stores.map((store) => store.limiter(limit));
    const count = await passed(
      1500,
      (nth) => limiters[nth % 3]?.consume('a') ?? Promise.reject(new Error('none')),
    );
    expect(count).toBeLessThanOrEqual(1000);
    expect(count).toBeGreaterThanOrEqual(1000 - 2 * 20);
  });
}
