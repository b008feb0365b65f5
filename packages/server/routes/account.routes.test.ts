import { beforeEach, describe, expect, it } from 'vitest';
import { DEMO_ACCOUNTS, findDemoAccount, seedDemoAccounts } from '../auth/demo-accounts';
import { prisma } from '../db';
import {
  ada,
  type Browser,
  type ServedAccounts,
  serveAccounts,
  signIn,
  signUp,
  useAccounts,
  who,
} from './account.fixture';

let served: ServedAccounts;
useAccounts((opened) => {
  served = opened;
});

const signedUp = (): Promise<Browser> => signUp(served);

describe('signing up', () => {
  it('opens an account that is the one row of the user, and signs in', async () => {
    const browser = await signedUp();
    expect((await browser.get('/auth/get-session')).json).toMatchObject({
      user: { name: ada.name, email: ada.email, role: 'user', status: 'active', version: 1 },
      session: { current: true, name: null },
    });
    expect(await prisma.user.count()).toBe(1);
  });

  it.each([
    ['role', { ...ada, role: 'admin' }],
    ['emailVerified', { ...ada, emailVerified: true }],
    ['image', { ...ada, image: 'x' }],
    ['id', { ...ada, id: '0199c2f0-0000-7000-8000-0000000000ad' }],
    ['name', { ...ada, name: '' }],
    ['name', { ...ada, name: 'x'.repeat(5000) }],
    ['email', { ...ada, email: 'nobody' }],
    ['password', { ...ada, password: 'short' }],
    ['password', { ...ada, password: 'x'.repeat(129) }],
    ['password', { name: ada.name, email: ada.email }],
  ])('refuses a wrong or foreign %s', async (field, values) => {
    const { status, json } = await served.browser().post('/auth/sign-up/email', values);
    expect(status).toBe(400);
    expect(Object.keys(json.errors)).toEqual([field]);
    expect(await prisma.user.count()).toBe(0);
  });

  it('takes a password of as many characters as it may have, whatever they are', async () => {
    const password = '🔑'.repeat(128);
    expect(await served.browser().post('/auth/sign-up/email', { ...ada, password })).toMatchObject({
      status: 201,
    });
    expect(await served.browser().post(signIn, { email: ada.email, password })).toMatchObject({
      status: 200,
    });
    const longer = { ...ada, email: 'eve@example.org', password: `${password}🔑` };
    expect(await served.browser().post('/auth/sign-up/email', longer)).toMatchObject({
      status: 400,
      json: { errors: { password: [expect.any(String)] } },
    });
  });

  it('refuses an address that is taken, however it is spelt', async () => {
    await signedUp();
    const again = await served.browser().post('/auth/sign-up/email', { ...ada, email: 'ADA@example.org' });
    expect(again).toMatchObject({ status: 409, json: { errors: { email: ['Is taken'] } } });
  });

  it('by many at once for one address makes one account', async () => {
    const tries = Array.from({ length: 8 }, () => served.browser().post('/auth/sign-up/email', ada));
    const statuses = (await Promise.all(tries)).map(({ status }) => status);
    expect(statuses.filter((status) => status === 201)).toHaveLength(1);
    expect(statuses.filter((status) => status === 409)).toHaveLength(7);
    expect([await prisma.user.count(), await prisma.account.count()]).toEqual([1, 1]);
  });

  it('may be closed', async () => {
    await served.close();
    served = await serveAccounts({ openSignUp: false });
    expect(await served.browser().post('/auth/sign-up/email', ada)).toMatchObject({ status: 403 });
    expect(await prisma.user.count()).toBe(0);
  });
});

describe('signing in', () => {
  it('answers alike for a wrong password, an unknown address and a user without a password', async () => {
    await signedUp();
    await prisma.user.create({ data: { name: 'Imported', email: 'imported@example.org' } });
    const tries = [
      { email: ada.email, password: 'wrong password' },
      { email: 'nobody@example.org', password: 'wrong password' },
      { email: 'imported@example.org', password: 'wrong password' },
    ];
    const answers = await Promise.all(tries.map((each) => served.browser().post(signIn, each)));
    for (const { status, json } of answers) {
      expect({ status, json }).toEqual({ status: 401, json: answers[0]?.json });
    }
  });

  it('sets a cookie that scripts of the page cannot read, and that other sites do not send', async () => {
    await signedUp();
    const { headers, json } = await served
      .browser()
      .post(signIn, { email: ada.email, password: ada.password });
    expect(headers.getSetCookie()).toHaveLength(1);
    expect(headers.getSetCookie()[0]).toMatch(/^reactive\.session_token=.*HttpOnly; SameSite=Lax$/i);
    expect(headers.get('Cache-Control')).toBe('no-store');
    expect(JSON.stringify(json)).not.toContain('password');
    expect(Object.keys(json)).toEqual(['user']);
  });

  it('over https sets a cookie for https alone', async () => {
    await served.close();
    served = await serveAccounts({ https: true });
    const { headers } = await served.browser().post('/auth/sign-up/email', ada);
    expect(headers.getSetCookie()[0]).toMatch(/^__Secure-reactive\.session_token=.*Secure/i);
  });

  it('is refused to who is not active, and ends with the status', async () => {
    const browser = await signedUp();
    const thief = browser.copy();
    await prisma.user.updateMany({ data: { status: 'inactive', version: { increment: 1 } } });
    expect([await who(browser), await who(thief)]).toEqual([undefined, undefined]);
    expect(await prisma.session.count()).toBe(0);
    const again = await served.browser().post(signIn, { email: ada.email, password: ada.password });
    expect(again).toMatchObject({ status: 403, json: { code: 'forbidden' } });
    expect(await prisma.session.count()).toBe(0);
  });

  it('is none for who is not active, though the database kept the session', async () => {
    const browser = await signedUp();
    await prisma.$transaction([
      prisma.$executeRaw`SET LOCAL session_replication_role = replica`,
      prisma.$executeRaw`UPDATE users SET status = 'inactive'`,
    ]);
    expect([await prisma.session.count(), await who(browser)]).toEqual([1, undefined]);
    expect(await browser.get('/auth/list-sessions')).toMatchObject({ status: 401 });
  });

  it('is not possible with what the database keeps', async () => {
    await signedUp();
    const { token } = await prisma.session.findFirstOrThrow();
    for (const authorization of [`Bearer ${token}`, `Bearer ${token}.`, `Bearer ${token}.AAAA`]) {
      const answer = await served.browser({ authorization }).get('/auth/get-session');
      expect(answer).toMatchObject({ status: 401, json: { code: 'unauthenticated' } });
    }
    const cookie = `reactive.session_token=${token}`;
    expect((await served.browser({ cookie }).get('/auth/get-session')).json).toBeNull();
  });

  it('is not possible by the cookie beside a token that opens nothing', async () => {
    const browser = await signedUp();
    const { json } = await browser.post('/auth/tokens', { name: 'forged' });
    const forged = json.token.replace(/\..*/, `.${'A'.repeat(43)}=`);
    for (const authorization of ['Bearer abc.def', `Bearer ${forged}`, 'Bearer', 'Basic', '']) {
      const both = served.browser({ authorization, cookie: browser.cookie });
      expect([authorization, (await both.get('/auth/get-session')).status]).toEqual([authorization, 401]);
    }
    expect(await who(served.browser({ cookie: browser.cookie }))).toBe(ada.email);
    const behindProxy = served.browser({ authorization: 'Basic YTpi', cookie: browser.cookie });
    expect(await who(behindProxy)).toBe(ada.email);
  });
});

describe('sessions', () => {
  it('are listed without their tokens, and end one by one, but for those of others', async () => {
    const [first, second] = [await signedUp(), served.browser({ 'user-agent': 'Second/1.0' })];
    await second.post(signIn, { email: ada.email, password: ada.password });
    const { json } = await first.get('/auth/list-sessions');
    expect(json.items.map((each: { current: boolean }) => each.current).toSorted()).toEqual([false, true]);
    expect(Object.keys(json.items[0]).toSorted()).toEqual(
      ['createdAt', 'current', 'expiresAt', 'id', 'ipAddress', 'name', 'userAgent'].toSorted(),
    );
    const other = json.items.find((each: { userAgent: string }) => each.userAgent === 'Second/1.0');
    const eve = served.browser();
    await eve.post('/auth/sign-up/email', { ...ada, email: 'eve@example.org' });
    expect((await eve.get('/auth/list-sessions')).json.items).toHaveLength(1);
    expect(await eve.post('/auth/revoke-session', { id: other.id })).toMatchObject({ status: 404 });
    expect(await who(second)).toBe(ada.email);
    expect(await first.post('/auth/revoke-session', { id: other.id })).toMatchObject({ status: 204 });
    expect([await who(second), await who(first)]).toEqual([undefined, ada.email]);
  });

  it('end everywhere, at the very next request', async () => {
    const browsers = [await signedUp(), served.browser(), served.browser()];
    for (const each of browsers.slice(1))
      await each.post(signIn, { email: ada.email, password: ada.password });
    await browsers[0]?.post('/auth/revoke-other-sessions');
    expect(await Promise.all(browsers.map(who))).toEqual([ada.email, undefined, undefined]);
    await browsers[0]?.post('/auth/revoke-sessions');
    expect(await Promise.all(browsers.map(who))).toEqual([undefined, undefined, undefined]);
  });

  it('end with a sign-out, for a copy of the cookie too', async () => {
    const browser = await signedUp();
    const thief = browser.copy();
    expect(await browser.post('/auth/sign-out')).toMatchObject({ status: 204 });
    expect([await who(browser), await who(thief)]).toEqual([undefined, undefined]);
  });

  it('of somebody else are ended by an admin only', async () => {
    const browser = await signedUp();
    const { id } = await prisma.user.findFirstOrThrow();
    expect(await browser.delete(`/users/${id}/sessions`)).toMatchObject({ status: 403 });
    await seedDemoAccounts(served.accounts);
    const admin = served.browser();
    await admin.post(signIn, { email: DEMO_ACCOUNTS[0].email, password: DEMO_ACCOUNTS[0].password });
    expect(await admin.delete(`/users/${id}/sessions`)).toMatchObject({ status: 204 });
    expect([await who(browser), await who(admin)]).toEqual([undefined, DEMO_ACCOUNTS[0].email]);
  });
});

describe('a token for a script', () => {
  it('is shown once, named in the list, and opens what its owner may do until it is revoked', async () => {
    const browser = await signedUp();
    const { status, json } = await browser.post('/auth/tokens', {
      name: 'nightly report',
      expiresInDays: 30,
    });
    expect(status).toBe(201);
    const script = served.browser({ authorization: `Bearer ${json.token}` });
    expect(await who(script)).toBe(ada.email);
    const days = (Date.parse(json.expiresAt) - Date.now()) / 86_400_000;
    expect(days).toBeGreaterThan(29.9);
    const listed = (await browser.get('/auth/list-sessions')).json.items;
    expect(listed.find((each: { id: string }) => each.id === json.id)).toMatchObject({
      name: 'nightly report',
    });
    expect(JSON.stringify(listed)).not.toContain(json.token.split('.')[0]);
    await browser.post('/auth/revoke-session', { id: json.id });
    expect(await script.get('/auth/get-session')).toMatchObject({ status: 401 });
  });

  it('is one of at most 50, of which those that have run out are none', async () => {
    const browser = await signedUp();
    const { id: userId } = await prisma.user.findFirstOrThrow();
    const expiresAt = new Date(Date.now() + 60_000);
    await prisma.session.createMany({
      data: Array.from({ length: 49 }, (_, at) => ({ userId, name: 'kept', token: `kept ${at}`, expiresAt })),
    });
    const make = () => browser.post('/auth/tokens', { name: 'one more' });
    const atOnce = (await Promise.all([make(), make()])).map(({ status }) => status);
    expect(atOnce.toSorted((a, b) => a - b)).toEqual([201, 409]);
    expect(await make()).toMatchObject({
      status: 409,
      json: { detail: expect.stringContaining('revoke one') },
    });
    await prisma.session.updateMany({ where: { token: 'kept 0' }, data: { expiresAt: new Date() } });
    expect(await make()).toMatchObject({ status: 201 });
  });

  it('makes no other one, which would go on when it has ended', async () => {
    const browser = await signedUp();
    const { json } = await browser.post('/auth/tokens', { name: 'short', expiresInDays: 1 });
    const script = served.browser({ authorization: `Bearer ${json.token}` });
    expect(await script.post('/auth/tokens', { name: 'lasting', expiresInDays: 365 })).toMatchObject({
      status: 403,
      json: { code: 'forbidden', detail: expect.stringContaining('sign in') },
    });
    expect(await prisma.session.count({ where: { name: { not: null } } })).toBe(1);
  });

  it('ends when it said', async () => {
    const browser = await signedUp();
    const { json } = await browser.post('/auth/tokens', { name: 'short' });
    await prisma.session.updateMany({
      where: { id: json.id },
      data: { expiresAt: new Date(Date.now() - 1) },
    });
    const script = served.browser({ authorization: `Bearer ${json.token}` });
    expect(await script.get('/auth/get-session')).toMatchObject({ status: 401 });
  });

  it('is not made by nobody, nor without a name', async () => {
    expect(await served.browser().post('/auth/tokens', { name: 'x' })).toMatchObject({ status: 401 });
    const browser = await signedUp();
    expect(await browser.post('/auth/tokens', { name: '' })).toMatchObject({ status: 400 });
    expect(await browser.post('/auth/tokens', { name: 'x', expiresInDays: 9999 })).toMatchObject({
      status: 400,
    });
  });
});

describe('where addresses are proven', () => {
  beforeEach(async () => {
    await served.close();
    served = await serveAccounts({ proveAddresses: true });
  });

  it('an account waits for its proof, which signs in, and a taken address gets the same answer', async () => {
    const browser = served.browser();
    const first = await browser.post('/auth/sign-up/email', ada);
    expect(first).toMatchObject({ status: 201, json: { signedIn: false } });
    expect(await browser.post(signIn, { email: ada.email, password: ada.password })).toMatchObject({
      status: 403,
    });
    const token = await served.lastToken();
    const again = await served.browser().post('/auth/sign-up/email', ada);
    expect(again).toMatchObject({ status: first.status, json: first.json });
    expect(await browser.post('/auth/verify-email', { token })).toMatchObject({ status: 204 });
    expect(await who(browser)).toBe(ada.email);
    expect(await prisma.user.findFirst()).toMatchObject({ emailVerified: true, version: 2 });
    expect(await browser.post('/auth/verify-email', { token: 'forged' })).toMatchObject({ status: 400 });
  });
});

describe('the demo accounts', () => {
  it('are made once, and known for what they are until their passwords change', async () => {
    expect(await findDemoAccount(served.accounts)).toBeUndefined();
    await seedDemoAccounts(served.accounts);
    await seedDemoAccounts(served.accounts);
    expect(await prisma.user.count()).toBe(2);
    expect(await findDemoAccount(served.accounts)).toBe('admin@example.com');
    await prisma.$executeRaw`DELETE FROM accounts WHERE user_id = (SELECT id FROM users WHERE role = 'admin')`;
    expect(await findDemoAccount(served.accounts)).toBe('user@example.com');
    const browser = served.browser();
    const { email, password } = DEMO_ACCOUNTS[1];
    await browser.post(signIn, { email, password });
    await browser.post('/auth/change-password', { currentPassword: password, newPassword: 'one of my own' });
    expect(await findDemoAccount(served.accounts)).toBeUndefined();
  });
});
