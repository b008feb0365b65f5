import { setTimeout as pause } from 'node:timers/promises';
import { SYSTEM } from '@myapp/core/policies';
import { hashPassword } from 'better-auth/crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openTestServerDatabase, type TestServerDatabase } from '../database/testing';
import { prisma, unitOfWork } from '../db';
import { type Answer, type Browser, type ServedAccounts, serveAccounts } from '../routes/account.fixture';

const ROUNDS = 10;
const password = 'difference engine';
const newPassword = 'analytical engine';

let hash: string;
let database: TestServerDatabase;
let served: ServedAccounts;
beforeAll(async () => {
  hash = await hashPassword(password);
  database = await openTestServerDatabase({ maxConnections: 12 });
});
afterAll(() => database.close());
beforeEach(async () => {
  served = await serveAccounts();
  return () => served.close();
});

/** Somebody with an account, in their browser, and a thief with a copy of its cookie. */
interface Robbed {
  readonly email: string;
  readonly userId: string;
  readonly owner: Browser;
  readonly thief: Browser;
}

const signIn = async (email: string): Promise<Browser> => {
  const browser = served.browser();
  expect(await browser.post('/auth/sign-in/email', { email, password })).toMatchObject({ status: 200 });
  return browser;
};

async function robbed(): Promise<Robbed> {
  const email = `${crypto.randomUUID()}@example.org`;
  const { id: userId } = await prisma.user.create({ data: { name: 'Ada', email } });
  const account = { userId, providerId: 'credential', accountId: userId, password: hash };
  await prisma.account.create({ data: account });
  const [owner, thief] = await Promise.all([signIn(email), signIn(email)]);
  return { email, userId, owner, thief };
}

async function resetToken({ email }: Robbed): Promise<string> {
  const before = served.mails.length;
  await served.browser().post('/auth/request-password-reset', { email });
  await expect.poll(() => served.mails.length).toBeGreaterThan(before);
  return served.lastToken();
}

const sessionsOf = ({ userId }: Robbed): Promise<number> => prisma.session.count({ where: { userId } });

/** Does something, and the same with it over and over, in three lines, from a moment before to the end. */
async function amid(attempt: () => Promise<unknown>, work: () => Promise<unknown>): Promise<void> {
  let isDone = false;
  const line = async (nth: number): Promise<void> => {
    await pause(nth * 7);
    while (!isDone) await attempt();
  };
  const lines = [line(0), line(1), line(2)];
  await pause(40);
  await work();
  isDone = true;
  await Promise.all(lines);
}

const makeToken = (browser: Browser) => () => browser.post('/auth/tokens', { name: 'to stay' });
const done = async (answer: Promise<Answer>): Promise<void> => {
  expect(await answer).toMatchObject({ status: 204 });
};

async function setStatus(id: string, status: 'active' | 'inactive'): Promise<void> {
  const data = { status, version: { increment: 1 } };
  await unitOfWork(() => prisma.user.update({ where: { id }, data }), { actor: SYSTEM });
}

describe('what is opened while access ends', { timeout: 120_000 }, () => {
  it('a token, by a session that is ended with the others, stays in no round', async () => {
    for (let round = 0; round < ROUNDS; round++) {
      const ada = await robbed();
      await amid(makeToken(ada.thief), () => done(ada.owner.post('/auth/revoke-other-sessions')));
      expect([round, await sessionsOf(ada)]).toEqual([round, 1]);
    }
  });

  it('a token, while the password is set anew, stays in no round', async () => {
    for (let round = 0; round < ROUNDS; round++) {
      const ada = await robbed();
      const reset = { token: await resetToken(ada), newPassword };
      await amid(makeToken(ada.thief), () => done(served.browser().post('/auth/reset-password', reset)));
      expect([round, await sessionsOf(ada)]).toEqual([round, 0]);
    }
  });

  it('a token, while its owner is deactivated, stays in no round', async () => {
    for (let round = 0; round < ROUNDS; round++) {
      const ada = await robbed();
      await amid(makeToken(ada.thief), () => setStatus(ada.userId, 'inactive'));
      await setStatus(ada.userId, 'active');
      expect([round, await sessionsOf(ada)]).toEqual([round, 0]);
    }
  });

  const knock = (email: string) => () => served.browser().post('/auth/sign-in/email', { email, password });

  it('a session by the old password, while it is set anew, stays in no round', async () => {
    for (let round = 0; round < ROUNDS; round++) {
      const ada = await robbed();
      const reset = { token: await resetToken(ada), newPassword };
      await amid(knock(ada.email), () => done(served.browser().post('/auth/reset-password', reset)));
      expect([round, await sessionsOf(ada)]).toEqual([round, 0]);
    }
  });

  it('a session by the old password, while it is changed, stays in no round', async () => {
    for (let round = 0; round < ROUNDS; round++) {
      const ada = await robbed();
      const change = { currentPassword: password, newPassword };
      await amid(knock(ada.email), () => done(ada.owner.post('/auth/change-password', change)));
      expect([round, await sessionsOf(ada)]).toEqual([round, 1]);
    }
  });

  it('a token is made by no session that was ended meanwhile', async () => {
    for (let round = 0; round < ROUNDS; round++) {
      const ada = await robbed();
      const { items } = (await ada.owner.get('/auth/list-sessions')).json;
      const { id } = items.find(({ current }: { current: boolean }) => !current);
      let made = 0;
      const end = async (): Promise<void> => {
        await done(ada.owner.post('/auth/revoke-session', { id }));
        made = await sessionsOf(ada);
      };
      await amid(makeToken(ada.thief), end);
      expect([round, await sessionsOf(ada)]).toEqual([round, made]);
    }
  });
});

describe('two who set one password at the same time', { timeout: 120_000 }, () => {
  it('by two links do so once: the other link opens nothing any more', async () => {
    for (let round = 0; round < ROUNDS; round++) {
      const ada = await robbed();
      const tokens = [await resetToken(ada), await resetToken(ada)];
      const reset = (token: string) => served.browser().post('/auth/reset-password', { token, newPassword });
      const statuses = (await Promise.all(tokens.map(reset))).map(({ status }) => status);
      expect([round, statuses.toSorted((a, b) => a - b)]).toEqual([round, [204, 400]]);
    }
  });

  it('by the old one do so once, in the session that is left', async () => {
    for (let round = 0; round < ROUNDS; round++) {
      const ada = await robbed();
      const change = { currentPassword: password, newPassword };
      const theft = { ...change, newPassword: 'a password of the thief' };
      const answers = await Promise.all([
        ada.owner.post('/auth/change-password', change),
        ada.thief.post('/auth/change-password', theft),
      ]);
      const statuses = answers.map(({ status }) => status).toSorted((a, b) => a - b);
      expect([round, statuses, await sessionsOf(ada)]).toEqual([round, [204, 401], 1]);
    }
  });
});
