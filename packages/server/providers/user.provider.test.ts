import { type IUser, Users } from '@myapp/core/entities/user';
import {
  AbortedError,
  ConflictError,
  NotFoundError,
  PreconditionFailedError,
  ValidationError,
} from 'reactive/errors';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { emptyUsers, openTestDatabase } from '../database/testing';
import { type Database, prisma } from '../db';
import { UserPrismaProvider, UsersPrismaProvider } from './user.provider';

const ID = '0190c6e4-7b5a-7cc2-9f4e-2f1c3a5b7d90';
const ada = { name: 'Ada', email: 'ada@example.org' };
const provider = new UserPrismaProvider();
const created = { isNew: true };

let database: Database;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterEach(async () => {
  await emptyUsers();
});
afterAll(() => database.close());

async function adaInTable(): Promise<IUser> {
  return (await provider.publish({ ...ada, id: ID }, created)).data;
}

async function rows(): Promise<unknown[]> {
  const omit = { emailVerified: true } as const;
  return prisma.user.findMany({ orderBy: { id: 'asc' }, omit });
}

describe('creating a user', () => {
  it('[P-7] fills what the store keeps, and answers 201 with the row', async () => {
    const { status, data } = await provider.publish({ name: 'Ada', email: 'Ada@Example.org' });
    expect(status).toBe(201);
    expect(data).toEqual({
      ...ada,
      id: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/),
      role: 'user',
      status: 'active',
      createdAt: expect.any(Date),
      updatedAt: data.createdAt,
      version: 1,
    });
    expect(await rows()).toEqual([data]);
  });

  it('[P-7] keeps an id that was given, and refuses one that is taken', async () => {
    const before = await adaInTable();
    expect(before.id).toBe(ID);
    const again = provider.publish({ id: ID, name: 'Eve', email: 'eve@example.org' }, created);
    await expect(again).rejects.toMatchObject({ code: 'conflict', errors: { id: ['Already taken'] } });
    expect(await rows()).toEqual([before]);
  });

  it('[P-7] refuses an e-mail that is taken, in whatever case', async () => {
    await adaInTable();
    const again = provider.publish({ name: 'Eve', email: 'ADA@example.org' });
    await expect(again).rejects.toBeInstanceOf(ConflictError);
    await expect(again).rejects.toMatchObject({ errors: { email: ['Already taken'] } });
  });

  it.each([
    ['name', { ...ada, name: 'A' }],
    ['email', { name: 'Ada' }],
    ['role', { ...ada, role: 'root' as 'user' }],
    ['version', { ...ada, version: 9 }],
    ['createdAt', { ...ada, createdAt: new Date() }],
    ['isAdmin', { ...ada, isAdmin: true }],
    ['id', { ...ada, id: '1' }],
  ])('[P-7] refuses what the schema refuses: %s', async (field, data) => {
    const refused = provider.publish(data, created);
    await expect(refused).rejects.toBeInstanceOf(ValidationError);
    await expect(refused).rejects.toMatchObject({ errors: { [field]: [expect.any(String)] } });
    expect(await rows()).toEqual([]);
  });
});

describe('changing a user', () => {
  it('[P-8] raises the version, leaves the rest, and answers 200 with the row', async () => {
    const before = await adaInTable();
    const { status, data } = await provider.publish({ id: ID, name: 'Bob' }, { isNew: false, version: 1 });
    expect(status).toBe(200);
    expect(data).toEqual({ ...before, name: 'Bob', version: 2, updatedAt: expect.any(Date) });
    expect(data.updatedAt.getTime()).toBeGreaterThanOrEqual(before.updatedAt.getTime());
    expect(await rows()).toEqual([data]);
  });

  it('[P-8] without a version changes the row at whatever version it is', async () => {
    await adaInTable();
    expect((await provider.publish({ id: ID, name: 'Bob' })).data).toMatchObject({ name: 'Bob', version: 2 });
    expect((await provider.publish({ id: ID }, { isNew: false })).data).toMatchObject({ version: 3 });
  });

  it.each([0, 2, 1.5, -1, Number.NaN, 3e9])(
    '[P-8] at another version (%d) changes nothing',
    async (version) => {
      const before = await adaInTable();
      const stale = provider.publish({ id: ID, name: 'Bob' }, { isNew: false, version });
      await expect(stale).rejects.toBeInstanceOf(PreconditionFailedError);
      expect(await rows()).toEqual([before]);
    },
  );

  it('[P-8] that is not named is refused', async () => {
    const unnamed = provider.publish({ name: 'Bob' }, { isNew: false });
    await expect(unnamed).rejects.toMatchObject({ code: 'validation', errors: { id: [expect.any(String)] } });
  });

  it('[P-8] to an e-mail that is taken is refused with the field', async () => {
    await adaInTable();
    const eve = await provider.publish({ name: 'Eve', email: 'eve@example.org' });
    const taken = provider.publish({ id: eve.data.id, email: ada.email }, { isNew: false, version: 1 });
    await expect(taken).rejects.toMatchObject({ code: 'conflict', errors: { email: ['Already taken'] } });
  });

  it.each(['createdAt', 'updatedAt', 'version', 'provider'])('[P-8] refuses to change %s', async (field) => {
    const before = await adaInTable();
    const change: Partial<IUser> = { id: ID, [field]: before.createdAt };
    const refused = provider.publish(change, { isNew: false, version: 1 });
    await expect(refused).rejects.toMatchObject({
      code: 'validation',
      errors: { [field]: expect.any(Array) },
    });
    expect(await rows()).toEqual([before]);
  });
});

describe('deleting a user', () => {
  it('[P-9] removes the row, once', async () => {
    await adaInTable();
    expect(await provider.delete(ID)).toBe(true);
    expect(await rows()).toEqual([]);
    await expect(provider.delete(ID)).rejects.toBeInstanceOf(NotFoundError);
  });

  it('[P-9] at another version removes nothing', async () => {
    await adaInTable();
    await expect(provider.delete(ID, { version: 2 })).rejects.toBeInstanceOf(PreconditionFailedError);
    expect(await provider.delete(ID, { version: 1 })).toBe(true);
  });
});

describe('a user that does not exist', () => {
  const version = 1;
  it.each(['1', '', ID.toUpperCase(), 'a\u0000b', '\ud800', '%', 7, null, {}])(
    '[P-10] is not found by %j, whatever is done to it',
    async (odd) => {
      await adaInTable();
      const id = odd as string; // what a caller without types may pass
      for (const attempt of [
        () => provider.load(id),
        () => provider.publish({ id, name: 'Bob' }, { isNew: false }),
        () => provider.publish({ id, name: 'Bob' }, { isNew: false, version }),
        () => provider.delete(id),
        () => provider.delete(id, { version }),
      ]) {
        await expect(attempt()).rejects.toBeInstanceOf(NotFoundError);
      }
    },
  );

  it('[P-10] is not found any more after somebody deleted it', async () => {
    const user = await adaInTable();
    expect(await provider.load(ID)).toEqual(user);
    await provider.delete(ID);
    await expect(provider.load(ID)).rejects.toBeInstanceOf(NotFoundError);
  });
});

describe('a caller that gave up', () => {
  const signal = AbortSignal.abort();

  it('[P-11] gets an AbortedError, and nothing is written', async () => {
    const before = await adaInTable();
    const change = { isNew: false, version: 1, signal };
    for (const attempt of [
      () => provider.load(ID, { signal }),
      () => provider.publish({ id: ID, name: 'Bob' }, change),
      () => provider.publish({ name: 'Eve', email: 'eve@example.org' }, { isNew: true, signal }),
      () => provider.delete(ID, { signal }),
      () => new UsersPrismaProvider().list({}, { signal }),
    ]) {
      await expect(attempt()).rejects.toBeInstanceOf(AbortedError);
    }
    expect(await rows()).toEqual([before]);
  });

  it('[P-11] while a read is under way gets no answer, while a write is gets it', async () => {
    await adaInTable();
    const reading = new AbortController();
    const loading = provider.load(ID, { signal: reading.signal });
    reading.abort();
    await expect(loading).rejects.toBeInstanceOf(AbortedError);
    const writing = new AbortController();
    const change = provider.publish({ id: ID, name: 'Bob' }, { isNew: false, signal: writing.signal });
    writing.abort();
    expect((await change).data).toMatchObject({ name: 'Bob', version: 2 });
  });
});

describe('users that were listed', () => {
  it('[C-12] can be saved', async () => {
    await adaInTable();
    const users = new Users({ provider: UsersPrismaProvider });
    await users.load({ where: { email: ada.email } });
    await users.get(ID)?.promote();
    users.dispose();
    expect(await rows()).toMatchObject([{ id: ID, role: 'admin', version: 2 }]);
  });
});
