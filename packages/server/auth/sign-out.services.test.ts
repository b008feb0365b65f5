import { Client } from 'pg';
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import { openTestServerDatabase, type TestServerDatabase } from '../database/testing';
import { serveAccounts } from '../routes/account.fixture';

let database: TestServerDatabase;
beforeAll(async () => {
  database = await openTestServerDatabase({ lockTimeoutMs: 300 });
});
afterAll(() => database.close());

it('a sign-out is refused, and can be tried again, while the session cannot be ended', async () => {
  const served = await serveAccounts();
  onTestFinished(() => served.close());
  const browser = served.browser();
  await browser.post('/auth/sign-up/email', {
    name: 'Ada',
    email: 'ada@example.org',
    password: 'difference',
  });
  const holder = new Client({ connectionString: database.url });
  await holder.connect();
  onTestFinished(() => holder.end());
  await holder.query('BEGIN; SELECT id FROM sessions FOR UPDATE');
  expect(await browser.post('/auth/sign-out')).toMatchObject({ status: 503, json: { code: 'unavailable' } });
  await holder.query('ROLLBACK');
  expect((await browser.get('/auth/get-session')).json).not.toBeNull();
  const thief = browser.copy();
  expect(await browser.post('/auth/sign-out')).toMatchObject({ status: 204 });
  expect((await thief.get('/auth/get-session')).json).toBeNull();
});
