import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { LeasingLimiter } from '../limits/rate-limiter';
import { signInFigures } from '../limits/sign-in-limit';
import { type Answer, ada, type ServedAccounts, signIn, useAccounts } from './account.fixture';

let served: ServedAccounts;
// Each of them has counts of its own.
useAccounts((made) => {
  served = made;
});

/** The statuses of so many requests, one after the other. */
async function statuses(times: number, send: (nth: number) => Promise<Answer>): Promise<number[]> {
  const found: number[] = [];
  for (let nth = 0; nth < times; nth++) found.push((await send(nth)).status);
  return found;
}

const times = (count: number, status: number): number[] => Array.from({ length: count }, () => status);

describe('guesses of a password', () => {
  it('are limited at the sign-in, for known and unknown accounts alike, and then the right one is too', async () => {
    await served.browser().post('/auth/sign-up/email', ada);
    for (const email of [ada.email, 'nobody@example.org']) {
      const guess = () => served.browser().post(signIn, { email, password: 'a wrong guess' });
      expect(await statuses(signInFigures.pair + 1, guess)).toEqual([...times(signInFigures.pair, 401), 429]);
    }
    const right = await served.browser().post(signIn, { email: ada.email, password: ada.password });
    expect([right.status, Number(right.headers.get('Retry-After')) > 60]).toEqual([429, true]);
  });

  it('are limited where it is changed', async () => {
    const browser = served.browser();
    await browser.post('/auth/sign-up/email', ada);
    const guess = () =>
      browser.post('/auth/change-password', { currentPassword: 'a guess', newPassword: 'stolen account' });
    expect(await statuses(signInFigures.pair + 1, guess)).toEqual([...times(signInFigures.pair, 400), 429]);
  });

  it('that were none are not counted', async () => {
    await served.browser().post('/auth/sign-up/email', ada);
    const enter = () => served.browser().post(signIn, { email: ada.email, password: ada.password });
    expect(await statuses(signInFigures.pair + 2, enter)).toEqual(times(signInFigures.pair + 2, 200));
  });
});

describe('messages and accounts', () => {
  it('are counted without the address of a person', async () => {
    const counted = vi.spyOn(LeasingLimiter.prototype, 'consume');
    onTestFinished(() => counted.mockRestore());
    await served.browser().post('/auth/request-password-reset', { email: ada.email });
    await served.browser().post(signIn, { email: ada.email, password: 'a wrong guess' });
    const keys = counted.mock.calls.map(([key]) => key);
    expect([keys.length, keys.filter((key) => key.includes('@'))]).toEqual([5, []]);
  });

  it('are limited for one address, known or not, and for one network', async () => {
    await served.browser().post('/auth/sign-up/email', ada);
    const forgot = (email: string) => served.browser().post('/auth/request-password-reset', { email });
    for (const email of [ada.email, 'nobody@example.org'])
      expect(await statuses(6, () => forgot(email))).toEqual([...times(5, 202), 429]);
    const proof = (email: string) => served.browser().post('/auth/send-verification-email', { email });
    expect((await proof(ada.email)).status).toBe(429);
    const others = await statuses(100, (nth) => forgot(`nobody-${nth}@example.org`));
    expect(new Set(others)).toEqual(new Set([202, 429]));
    const eve = await served.browser().post('/auth/sign-up/email', { ...ada, email: 'eve@example.org' });
    expect(eve.status).toBe(429);
  });
});
