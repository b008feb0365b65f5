import { describe, expect, it } from 'vitest';
import { prisma } from '../db';
import {
  ada,
  type Browser,
  type ServedAccounts,
  signIn,
  signUp,
  useAccounts,
  who,
} from '../routes/account.fixture';
import { appointFirstAdmin } from './first-admin';

let served: ServedAccounts;
useAccounts((opened) => {
  served = opened;
});

const signedUp = (): Promise<Browser> => signUp(served);

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
