import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { seedDemoAccounts } from '@myapp/server/auth';
import { openTestDatabase } from '@myapp/server/database/testing';
import type { Database } from '@myapp/server/db';
import { openLimitStore } from '@myapp/server/limits';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { type Config, readConfig } from '../config';
import { createLog } from '../log';
import { ensureAdmin, openAccounts } from './open-accounts';
import { machineSecret } from './secret';

const AUTH_SECRET = 'bm9ib2R5IGd1ZXNzZXMgdGhpcyBzZWNyZXQ=';
const production = { NODE_ENV: 'production', AUTH_SECRET, PUBLIC_URL: 'https://app.example.org' };

let database: Database;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

async function open(config: Config) {
  const logged: string[] = [];
  const log = createLog({ level: 'error' }, { write: (line) => void logged.push(line) });
  const accounts = await openAccounts(config, {
    log,
    store: await openLimitStore({}),
    pageUrl: () => 'https://app.example.org',
  });
  return { accounts, logged };
}

describe('a link that opens an account', () => {
  it('stands nowhere in production without a mail server', async () => {
    const printed = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
    const config = readConfig({ ...production, ADMIN_EMAIL: 'root@example.org' });
    const { accounts, logged } = await open(config);
    expect(await ensureAdmin(accounts, config)).toBe('');
    await accounts.outbox.flush();
    const output = [...printed.mock.calls.map(([text]) => String(text)), ...logged].join('');
    expect(output).toContain('SMTP_URL');
    expect(output).not.toMatch(/token|root@/);
  });
});

describe('accounts of a demo', () => {
  it('keep production from starting, and nothing else', async () => {
    const { accounts } = await open(readConfig({ DEMO_MODE: 'no', AUTH_SECRET }));
    await seedDemoAccounts(accounts.accounts);
    await expect(open(readConfig(production))).rejects.toThrow('has the demo account admin@example.com');
    await open(readConfig({ DEMO_MODE: 'no', AUTH_SECRET }));
  });
});

describe('the secret of a machine', () => {
  it('is made once, and for its owner alone to read', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'secret-'));
    onTestFinished(() => rm(folder, { recursive: true }));
    const secret = await machineSecret(folder);
    expect(secret.length).toBeGreaterThanOrEqual(44);
    expect(await machineSecret(folder)).toBe(secret);
    const { mode } = await stat(join(folder, 'auth-secret'));
    expect((mode & 0o777).toString(8)).toBe('600');
  });
});
