import { randomUUID } from 'node:crypto';
import { type AccountEvent, type AccountRow, account } from '@myapp/core/events';
import { actAs, SYSTEM } from '@myapp/core/policies';
import fc from 'fast-check';
import { requireScope, runInScope } from 'reactive/node';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { refusedBecause } from '../database/refusals.fixture';
import { openTestDatabase } from '../database/testing';
import { type Database, nameRequest, prisma, unitOfWork } from '../db';
import { UserPrismaProvider } from '../providers/user.provider';
import { EventStore } from './index';

const accounts = new EventStore(account);
const viewer = { id: '0190c6e4-7b5a-7cc2-9f4e-2f1c3a5b7d90', role: 'admin', status: 'active' } as const;

let database: Database;
beforeAll(async () => {
  database = await openTestDatabase();
  // Who stays: the last active admin could not be demoted.
  await prisma.user.create({ data: { name: 'Root', email: 'root@example.org', role: 'admin' } });
});
afterAll(() => database.close());

const row = (values: Partial<AccountRow> = {}): AccountRow => ({
  name: 'Ada',
  email: `${randomUUID()}@example.org`,
  role: 'user',
  status: 'active',
  ...values,
});
const create = async (values: Partial<AccountRow> = {}): Promise<string> =>
  (await prisma.user.create({ data: row(values) })).id;
const types = async (id: string) => (await accounts.read(id)).map(({ type }) => type);
const bump = { version: { increment: 1 } };

describe('the history of a user', () => {
  it('has who did what, and when, whoever writes the row', async () => {
    onTestFinished(requireScope());
    const provider = new UserPrismaProvider();
    const start = Date.now();
    const id = await runInScope(async () => {
      actAs(viewer);
      nameRequest('request-1');
      const { data } = await provider.publish({ name: 'Ada', email: 'ada@example.org' });
      const patch = { name: 'Ada L.', role: 'admin', status: 'inactive', email: 'al@example.org' } as const;
      await provider.publish({ id: data.id, ...patch }, { isNew: false, version: 1 });
      return data.id;
    });
    const sql = `UPDATE users SET role = 'user', version = 3 WHERE id = '${id}'`;
    await unitOfWork(() => prisma.$executeRawUnsafe(sql), { actor: SYSTEM });
    const events = await accounts.read(id);
    const mine = { actor: viewer.id, requestId: 'request-1' };
    expect(events).toMatchObject([
      {
        type: 'registered',
        data: { rowVersion: 1, role: 'user', status: 'active' },
        personal: { name: 'Ada', email: 'ada@example.org' },
        ...mine,
      },
      { type: 'renamed', data: { rowVersion: 2 }, personal: { from: 'Ada', to: 'Ada L.' }, ...mine },
      { type: 'email-changed', personal: { from: 'ada@example.org', to: 'al@example.org' }, ...mine },
      { type: 'promoted', ...mine },
      { type: 'deactivated', ...mine },
      { type: 'demoted', data: { rowVersion: 3 }, actor: 'system', requestId: null },
    ]);
    const times = events.map(({ at }) => at.getTime());
    expect(times).toEqual(times.toSorted((a, b) => a - b));
    expect(times[0]).toBeGreaterThanOrEqual(start - 1);
  });

  it('has each of many rows of one statement', async () => {
    const data = Array.from({ length: 30 }, () => row());
    await unitOfWork(async () => {
      await prisma.user.createMany({ data });
      const where = { email: { in: data.map(({ email }) => email) } };
      await prisma.user.updateMany({ where, data: { name: 'X Y', ...bump } });
    });
    const users = await prisma.user.findMany({ where: { email: { in: data.map(({ email }) => email) } } });
    expect(await Promise.all(users.map(({ id }) => types(id)))).toEqual(
      users.map(() => ['registered', 'renamed']),
    );
  });

  it('tells of columns that no event is about, and of a version that grew alone', async () => {
    const id = await create();
    const update = (set: string) => prisma.$executeRawUnsafe(`UPDATE users SET ${set} WHERE id = '${id}'`);
    await update('version = 2');
    await update(`version = 3, created_at = '2020-01-01', name = 'Ada L.'`);
    await update('version = 4, email_verified = true');
    await update('version = 5, email_verified = false');
    await update('version = 6, email_verified = true, created_at = now()');
    await update(`version = 7, email = 'other@example.org'`);
    const [, ...told] = (await accounts.read(id)).map(({ type, data }) => ({ type, ...data }));
    expect(told).toEqual([
      { type: 'updated', rowVersion: 2, fields: [] },
      { type: 'renamed', rowVersion: 3 },
      { type: 'updated', rowVersion: 3, fields: ['created_at'] },
      { type: 'email-proven', rowVersion: 4 },
      { type: 'updated', rowVersion: 5, fields: ['email_verified'] },
      { type: 'email-proven', rowVersion: 6 },
      { type: 'updated', rowVersion: 6, fields: ['created_at'] },
      // That the new address is not proven goes without saying.
      { type: 'email-changed', rowVersion: 7 },
    ]);
  });

  it('says of users of an import that they were imported', async () => {
    const imported = await unitOfWork(() => create(), { origin: 'import' });
    const updated = await create();
    const where = { id: updated };
    await unitOfWork(() => prisma.user.update({ where, data: { name: 'X Y', ...bump } }), {
      origin: 'import',
    });
    expect([await types(imported), await types(updated)]).toEqual([['imported'], ['registered', 'renamed']]);
  });

  it('has nothing of what was not committed', async () => {
    const id = await create();
    const failing = unitOfWork(async () => {
      await prisma.user.update({ where: { id }, data: { name: 'X Y', ...bump } });
      throw new RangeError('enough');
    });
    await expect(failing).rejects.toThrow(RangeError);
    await expect(prisma.user.update({ where: { id }, data: { name: 'X Y' } })).rejects.toMatchObject(
      refusedBecause('raise'),
    );
    expect(await types(id)).toEqual(['registered']);
  });

  it('ends when the user is deleted, without names and addresses, and nobody else goes on with it', async () => {
    const id = await create({ name: 'Ada' });
    await prisma.session.create({
      data: { userId: id, token: randomUUID(), expiresAt: new Date(), ipAddress: '192.0.2.7' },
    });
    await prisma.user.update({ where: { id }, data: { name: 'Ada Lovelace', ...bump } });
    await prisma.eventSnapshot.create({
      data: { stream: 'user', streamId: id, version: 1, stateVersion: 1, state: { name: 'Ada' } },
    });
    await prisma.user.delete({ where: { id } });
    const events = await accounts.read(id);
    expect(events.map(({ type, personal }) => [type, personal])).toEqual([
      ['registered', null],
      ['signed-in', null],
      ['renamed', null],
      ['deleted', null],
    ]);
    expect(await prisma.eventSnapshot.count({ where: { streamId: id } })).toBe(0);
    expect((await accounts.load(id)).state).toMatchObject({ exists: false, name: null, rowVersion: 3 });
    expect((await accounts.load(id, { upTo: 3 })).state).toMatchObject({ exists: true, name: null });
    const again = prisma.user.createMany({ data: [row(), { ...row({ name: 'Eve' }), id }] });
    await expect(again).rejects.toMatchObject({ errors: { id: ['Already taken'] } });
    expect(await types(id)).toHaveLength(4);
  });

  it('keeps what is personal while its person is there', async () => {
    const forget = `UPDATE events SET personal = NULL WHERE stream_id = '${await create()}'`;
    await expect(prisma.$executeRawUnsafe(forget)).rejects.toMatchObject(
      refusedBecause('neither changed nor removed'),
    );
  });

  it('tells of sign-ins, from elsewhere too, of tokens and of passwords, as the user’s own doing', async () => {
    const id = await create();
    const signIn = (ipAddress: string | null, userAgent = 'A') =>
      prisma.session.create({
        data: { userId: id, token: randomUUID(), expiresAt: new Date(), ipAddress, userAgent },
      });
    await unitOfWork(async () => {
      await signIn('192.0.2.7');
      await signIn('192.0.2.7');
      await signIn('192.0.2.8');
      await signIn('192.0.2.8', 'B');
      await signIn(null);
      await signIn('192.0.2.7');
      await prisma.session.create({
        data: {
          userId: id,
          token: randomUUID(),
          name: 'nightly',
          expiresAt: new Date('2027-01-01T00:00:00Z'),
        },
      });
      const { id: accountId } = await prisma.account.create({
        data: { userId: id, providerId: 'credential', accountId: id, password: 'h1' },
      });
      const change = (data: object) => prisma.account.update({ where: { id: accountId }, data });
      await change({ password: 'h2' });
      await change({ updatedAt: new Date() });
    });
    const [, ...events] = await accounts.read(id);
    expect(events.map(({ type, data }) => [type, ...Object.values(data)])).toEqual([
      ['signed-in', false],
      ['signed-in', false],
      ['signed-in', true],
      ['signed-in', true],
      ['signed-in', true],
      ['signed-in', false],
      ['token-created', '2027-01-01T00:00:00.000Z'],
      ['password-set'],
      ['password-changed'],
    ]);
    expect(events[3]?.personal).toEqual({ ipAddress: '192.0.2.8', userAgent: 'B' });
    expect(JSON.stringify(events.map(({ data, personal }) => [data, personal]))).not.toMatch(/"h[12]"/);
    expect(new Set(events.map(({ actor }) => actor))).toEqual(new Set([id]));
  });
});

describe('law', () => {
  it('what the database tells of a row is what the domain decides, and its state is the row', async () => {
    const patch = fc.record(
      {
        name: fc.constantFrom('Ada', 'Ada L.', 'Zoë 😀', `O'Neil "x" \\ %`),
        email: fc.nat(3).map((n) => `n${n}`),
        role: fc.constantFrom('user', 'admin'),
        status: fc.constantFrom('active', 'inactive'),
      },
      { requiredKeys: [] },
    ) as fc.Arbitrary<Partial<AccountRow>>;
    await fc.assert(
      fc.asyncProperty(fc.array(patch, { maxLength: 6 }), fc.boolean(), async (patches, isImport) => {
        const mark = randomUUID();
        const first = row();
        const rows = patches.map((each) => ({
          ...each,
          ...(each.email && { email: `${each.email}.${mark}@x.org` }),
        }));
        const id = await unitOfWork(
          async () => {
            const user = await prisma.user.create({ data: first });
            for (const data of rows)
              await prisma.user.update({ where: { id: user.id }, data: { ...data, ...bump } });
            return user.id;
          },
          isImport ? { origin: 'import' } : {},
        );
        let { initial: state } = account;
        const decided: AccountEvent[] = [];
        const commands = [
          { type: isImport ? 'import' : 'register', row: first },
          ...rows.map((each) => ({ type: 'change', row: each }) as const),
        ] as const;
        for (const command of commands) {
          for (const event of account.decide(state, command)) {
            decided.push(event);
            state = account.evolve(state, event);
          }
        }
        const told = await accounts.read(id);
        expect(told.map(({ type, data, personal }) => ({ type, data, personal }))).toEqual(decided);
        const select = { name: true, email: true, role: true, status: true, version: true } as const;
        const { version, ...now } = await prisma.user.findUniqueOrThrow({ where: { id }, select });
        expect((await accounts.load(id)).state).toEqual({ exists: true, ...now, rowVersion: version });
      }),
      { numRuns: 25 },
    );
  });
});
