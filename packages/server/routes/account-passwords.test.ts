import { describe, expect, it, vi } from 'vitest';
import { DEMO_ACCOUNTS, seedDemoAccounts } from '../auth/demo-accounts';
import { prisma } from '../db';
import { ada, type Browser, type ServedAccounts, signIn, signUp, useAccounts, who } from './account.fixture';

let served: ServedAccounts;
useAccounts((opened) => {
  served = opened;
});

const signedUp = (): Promise<Browser> => signUp(served);

describe('passwords', () => {
  it('are changed by who knows them, which ends the other sessions', async () => {
    const [browser, other] = [await signedUp(), served.browser()];
    await other.post(signIn, { email: ada.email, password: ada.password });
    const wrong = { currentPassword: 'not this', newPassword: 'analytical engine' };
    expect(await browser.post('/auth/change-password', wrong)).toMatchObject({
      status: 400,
      json: { errors: { currentPassword: ['Is wrong'] } },
    });
    const right = { currentPassword: ada.password, newPassword: 'analytical engine' };
    expect(await browser.post('/auth/change-password', right)).toMatchObject({ status: 204 });
    expect([await who(browser), await who(other)]).toEqual([ada.email, undefined]);
    expect(await served.browser().post(signIn, { email: ada.email, password: ada.password })).toMatchObject({
      status: 401,
    });
  });

  it('that were forgotten are chosen by the link of a message, once, which ends all sessions', async () => {
    const browser = await signedUp();
    expect(await served.browser().post('/auth/request-password-reset', { email: ada.email })).toMatchObject({
      status: 202,
    });
    const token = await served.lastToken();
    const reset = { token, newPassword: 'analytical engine' };
    expect(await served.browser().post('/auth/reset-password', reset)).toMatchObject({ status: 204 });
    expect(await who(browser)).toBeUndefined();
    expect(await served.browser().post('/auth/reset-password', reset)).toMatchObject({
      status: 400,
      json: { errors: { token: [expect.any(String)] } },
    });
    expect(
      await served.browser().post(signIn, { email: ada.email, password: 'analytical engine' }),
    ).toMatchObject({ status: 200 });
  });

  it('that are chosen again by a link leave the row as it is', async () => {
    await signedUp();
    const versions: unknown[] = [];
    for (const newPassword of ['analytical engine', 'another engine']) {
      await served.accounts.forgotPassword(ada.email);
      await expect.poll(() => served.mails.length).toBe(versions.length + 1);
      const reset = { token: await served.lastToken(), newPassword };
      expect(await served.browser().post('/auth/reset-password', reset)).toMatchObject({ status: 204 });
      const { version, emailVerified } = await prisma.user.findFirstOrThrow();
      versions.push([version, emailVerified]);
    }
    // The first link has proven the address.
    expect(versions).toEqual([
      [2, true],
      [2, true],
    ]);
  });

  it('are not chosen by what the database keeps of a link', async () => {
    await signedUp();
    await served.browser().post('/auth/request-password-reset', { email: ada.email });
    const token = await served.lastToken();
    const kept = await prisma.verification.findFirstOrThrow();
    expect(JSON.stringify(kept)).not.toContain(token);
    const reset = { token: kept.identifier.replace('reset-password:', ''), newPassword: 'analytical engine' };
    expect(await served.browser().post('/auth/reset-password', reset)).toMatchObject({ status: 400 });
  });

  it('are not chosen by the other links, once they were chosen or changed', async () => {
    const browser = await signedUp();
    const links: string[] = [];
    const reset = (nth: number, newPassword: string) =>
      served.browser().post('/auth/reset-password', { token: links[nth], newPassword });
    for (const nth of [1, 2, 3]) {
      await browser.post('/auth/request-password-reset', { email: ada.email });
      await expect.poll(() => served.mails.length).toBe(nth);
      links.push(await served.lastToken());
    }
    expect(await reset(1, 'analytical engine')).toMatchObject({ status: 204 });
    for (const nth of [0, 2]) expect(await reset(nth, 'one of a thief')).toMatchObject({ status: 400 });
    await browser.post('/auth/request-password-reset', { email: ada.email });
    await expect.poll(() => served.mails.length).toBe(4);
    links.push(await served.lastToken());
    await browser.post(signIn, { email: ada.email, password: 'analytical engine' });
    const change = { currentPassword: 'analytical engine', newPassword: ada.password };
    expect(await browser.post('/auth/change-password', change)).toMatchObject({ status: 204 });
    expect(await reset(3, 'one of a thief')).toMatchObject({ status: 400 });
    expect(await served.browser().post(signIn, { email: ada.email, password: ada.password })).toMatchObject({
      status: 200,
    });
  });

  it('are not chosen by who is not active, who is answered as who is not known', async () => {
    await signedUp();
    const setStatus = (status: string) =>
      prisma.user.updateMany({ data: { status, version: { increment: 1 } } });
    await setStatus('inactive');
    const ask = (email: string) => served.browser().post('/auth/request-password-reset', { email });
    const [inactive, unknown] = [await ask(ada.email), await ask('nobody@example.org')];
    expect(inactive).toMatchObject({ status: 202, json: unknown.json });
    await served.accounts.forgotPassword(ada.email);
    expect(await prisma.verification.count()).toBe(0);
    await setStatus('active');
    await ask(ada.email);
    const token = await served.lastToken();
    // Past the trigger that deletes the links of who is deactivated.
    await prisma.$transaction([
      prisma.$executeRaw`SET LOCAL session_replication_role = replica`,
      prisma.$executeRaw`UPDATE users SET status = 'inactive'`,
    ]);
    const reset = (sent: string) =>
      served.browser().post('/auth/reset-password', { token: sent, newPassword: 'analytical engine' });
    const [hers, nobodys] = [await reset(token), await reset('of nobody')];
    expect(hers).toMatchObject({ status: 400, json: nobodys.json });
  });

  it('answer alike to known and unknown addresses, before anything is looked up, and send nothing to those', async () => {
    await signedUp();
    const lookingUp = vi.spyOn(served.accounts, 'forgotPassword').mockReturnValue(new Promise(() => {}));
    const unanswered = served.browser().post('/auth/request-password-reset', { email: 'eve@example.org' });
    expect(await unanswered).toMatchObject({ status: 202 });
    lookingUp.mockRestore();
    const ask = (email: string) => served.browser().post('/auth/request-password-reset', { email });
    const [known, unknown] = [await ask(ada.email), await ask('nobody@example.org')];
    expect(known.status).toBe(202);
    expect(unknown).toMatchObject({ status: known.status, json: known.json });
    await served.lastToken();
    expect(served.mails.map(({ to }) => to)).toEqual([ada.email]);
    expect(served.reported).toEqual([]);
  });

  it('are not chosen by a link that was sent to an address which is not the user’s any more', async () => {
    await signedUp();
    await served.browser().post('/auth/request-password-reset', { email: ada.email });
    const token = await served.lastToken();
    await prisma.user.updateMany({ data: { email: 'new@example.org', version: { increment: 1 } } });
    const reset = { token, newPassword: 'analytical engine' };
    expect(await served.browser().post('/auth/reset-password', reset)).toMatchObject({ status: 400 });
  });
});

describe('an invitation', () => {
  it('lets somebody who was imported choose a first password', async () => {
    await seedDemoAccounts(served.accounts);
    const { id } = await prisma.user.create({ data: { name: 'Imported', email: 'imported@example.org' } });
    const admin = served.browser();
    await admin.post(signIn, { email: DEMO_ACCOUNTS[0].email, password: DEMO_ACCOUNTS[0].password });
    expect(await admin.post(`/users/${id}/invitation`)).toMatchObject({ status: 202 });
    const reset = { token: await served.lastToken(), newPassword: 'my first password' };
    expect(served.mails.at(-1)?.to).toBe('imported@example.org');
    expect(await served.browser().post('/auth/reset-password', reset)).toMatchObject({ status: 204 });
    const browser = served.browser();
    await browser.post(signIn, { email: 'imported@example.org', password: 'my first password' });
    expect(await who(browser)).toBe('imported@example.org');
  });

  it('is sent by an admin only, and to a user only', async () => {
    const browser = await signedUp();
    const { id } = await prisma.user.findFirstOrThrow();
    expect(await browser.post(`/users/${id}/invitation`)).toMatchObject({ status: 403 });
    expect(await served.browser().post(`/users/${id}/invitation`)).toMatchObject({ status: 401 });
    expect(served.mails).toEqual([]);
  });
});
