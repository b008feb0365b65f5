import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { emptyUsers, openTestDatabase } from '../database/testing';
import { type Database, prisma } from '../db';
import { type Browser, type ServedAccounts, serveAccounts } from '../routes/account.fixture';
import { appointFirstAdmin } from './first-admin';

const ada = { name: 'Ada Lovelace', email: 'ada@example.org', password: 'difference engine' };
const signIn = '/auth/sign-in/email';

let database: Database;
let served: ServedAccounts;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  served = await serveAccounts();
});
afterEach(async () => {
  await served.close();
  await emptyUsers();
});

async function signedUp(): Promise<Browser> {
  const browser = served.browser();
  expect(await browser.post('/auth/sign-up/email', ada)).toMatchObject({ status: 201 });
  return browser;
}

const who = async (browser: Browser): Promise<string | undefined> =>
  (await browser.get('/auth/get-session')).json?.user.email;

describe('the first admin', () => {
  it('is made where there is none, and chooses a password by the link of a message', async () => {
    expect(await appointFirstAdmin(served.accounts, 'Root@example.org')).toBe(true);
    const reset = { token: await served.lastToken(), newPassword: 'a root password' };
    await served.browser().post('/auth/reset-password', reset);
    const browser = served.browser();
    const { json } = await browser.post(signIn, { email: 'root@example.org', password: 'a root password' });
    expect(json.user).toMatchObject({ role: 'admin', status: 'active' });
    expect(await appointFirstAdmin(served.accounts, 'second@example.org')).toBe(false);
    expect(await prisma.user.count()).toBe(1);
  });

  it('is whoever has proven that the address is theirs, with the password and the sessions that they have', async () => {
    const browser = await signedUp();
    await prisma.user.updateMany({ data: { emailVerified: true, version: { increment: 1 } } });
    expect(await appointFirstAdmin(served.accounts, ada.email)).toBe(true);
    expect(await prisma.user.findMany()).toMatchObject([{ email: ada.email, role: 'admin', version: 3 }]);
    expect(await who(browser)).toBe(ada.email);
  });

  it('is not who signed up with the address and has not proven that it is theirs', async () => {
    const squatter = await signedUp();
    const token = (await squatter.post('/auth/tokens', { name: 'mine' })).json.token;
    expect(await appointFirstAdmin(served.accounts, ada.email)).toBe(true);
    expect(await prisma.user.findMany()).toMatchObject([{ email: ada.email, role: 'admin', version: 2 }]);
    expect([await who(squatter), await prisma.session.count(), await prisma.account.count()]).toEqual([
      undefined,
      0,
      0,
    ]);
    const script = served.browser({ authorization: `Bearer ${token}` });
    expect(await script.get('/auth/get-session')).toMatchObject({ status: 401 });
    const again = { email: ada.email, password: ada.password };
    expect(await squatter.post(signIn, again)).toMatchObject({ status: 401 });

    const reset = { token: await served.lastToken(), newPassword: 'a root password' };
    expect(await served.browser().post('/auth/reset-password', reset)).toMatchObject({ status: 204 });
    const owner = served.browser();
    await owner.post(signIn, { email: ada.email, password: reset.newPassword });
    expect(await who(owner)).toBe(ada.email);
  });
});
