import { actAs } from '@myapp/core/policies';
import pg from 'pg';
import { runInScope } from 'reactive/node';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { UserPrismaProvider } from '../providers/user.provider';
import { prisma } from './current';
import { nameRequest } from './request-name';
import { openTestServerDatabase, type TestServerDatabase } from './testing';
import { unitOfOne, unitOfWork } from './unit-of-work';

let database: TestServerDatabase;
beforeAll(async () => {
  database = await openTestServerDatabase({ maxConnections: 1 });
});
afterAll(() => database.close());

/** What the triggers would read: '' where nobody has said anything. */
const settings = async (): Promise<string[]> => {
  const [row] = await prisma.$queryRaw<
    [{ actor: string | null; request: string | null; origin: string | null }]
  >`
    SELECT current_setting('myapp.actor', true) AS actor, current_setting('myapp.request_id', true) AS request,
      current_setting('myapp.origin', true) AS origin`;
  return [row.actor ?? '', row.request ?? '', row.origin ?? ''];
};

/** An actor of this name: ids come from the database, and are no less quoted for that. */
const called = (id: string) => ({ id, role: 'user', status: 'active' }) as const;

describe('a unit of work on a server', () => {
  it.each(["O'Hara", String.raw`back\slash`, `'; DELETE FROM users; --`, '名前', ''])(
    'tells the triggers who writes, whatever they are called: %j',
    async (id) => {
      expect(await unitOfWork(settings, { actor: called(id), origin: 'import' })).toEqual([id, '', 'import']);
    },
  );

  it('tells it with its BEGIN, and in no statement of its own', async () => {
    const query = vi.spyOn(pg.Client.prototype, 'query');
    await unitOfWork(() => prisma.user.count(), { actor: called('ada') });
    const sent = query.mock.calls.map(([statement]: unknown[]) =>
      typeof statement === 'string' ? statement : (statement as pg.QueryConfig).text,
    );
    expect(sent).toEqual([
      "BEGIN; SET LOCAL myapp.actor = 'ada'; SET LOCAL myapp.request_id = ''; SET LOCAL myapp.origin = ''",
      expect.stringMatching(/^SELECT COUNT/),
      'COMMIT',
    ]);
  });

  it('leaves nothing of it to whoever has the connection next', async () => {
    const before = await settings();
    await unitOfWork(settings, { actor: called('ada') });
    expect(await settings()).toEqual(before);
    expect(await settings()).not.toContain('ada');
    await expect(unitOfWork(() => Promise.reject(new Error('no')), { actor: called('eve') })).rejects.toThrow(
      'no',
    );
    expect(await settings()).not.toContain('eve');
  });
});

describe('a unit of work of one statement on a server', () => {
  const ada = { name: 'Ada', email: 'ada@example.org', role: 'admin' } as const;
  const provider = new UserPrismaProvider();
  const authors = async (id: string) =>
    (await prisma.change.findMany({ where: { entityId: id }, orderBy: { seq: 'asc' } })).map(
      ({ actor, requestId }) => [actor, requestId],
    );
  const as = <Result>(id: string, work: () => Promise<Result>): Promise<Result> =>
    runInScope(() => {
      actAs({ ...called(id), role: 'admin' });
      nameRequest(`asked by ${id}`);
      return work();
    });

  it('is one message, which tells who writes, and which nobody has to commit', async () => {
    const query = vi.spyOn(pg.Client.prototype, 'query');
    const { data } = await as("O'Hara", () => provider.publish(ada));
    expect(query.mock.calls.map(([statement]) => (statement as unknown as pg.QueryConfig).text)).toEqual([
      expect.stringMatching(/^INSERT INTO "public"."users"/),
    ]);
    query.mockRestore();
    await as('eve', () => provider.publish({ id: data.id, name: 'Ada L.' }));
    expect(await authors(data.id)).toEqual([
      ["O'Hara", "asked by O'Hara"],
      ['eve', 'asked by eve'],
    ]);
    expect(await settings()).not.toContain('eve');
  });

  it('leaves nothing behind where it is refused, and the connection serves on', async () => {
    const where = { email: ada.email };
    const { id } = await prisma.user.findFirstOrThrow({ where });
    await expect(as('eve', () => provider.publish(ada))).rejects.toMatchObject({ code: 'conflict' });
    const demoted = as('eve', () => provider.publish({ id, role: 'user' }));
    await expect(demoted).rejects.toThrow('make another one first');
    expect(await settings()).not.toContain('eve');
    expect((await authors(id)).length).toBe(2);
    await as('eve', () => provider.publish({ id, name: 'Ada' }));
    expect(await prisma.user.findFirst({ where })).toMatchObject({ name: 'Ada', version: 3 });
  });

  it('is a part of another unit of work, which fails with it', async () => {
    const { id } = await prisma.user.findFirstOrThrow({ where: { email: ada.email } });
    const failing = as('eve', () =>
      unitOfWork(async () => {
        await provider.publish({ id, name: 'Nobody' });
        await provider.publish(ada).catch(() => {}); // whose address is taken
      }),
    );
    await expect(failing).rejects.toMatchObject({ code: 'conflict' });
    expect(await prisma.user.findUnique({ where: { id } })).toMatchObject({ name: 'Ada' });
  });

  it('says who writes once: of two statements the other is refused', async () => {
    const { id } = await prisma.user.findFirstOrThrow({ where: { email: ada.email } });
    await prisma.$executeRaw`SELECT set_config('myapp.actor', '', false)`;
    const rename = (name: string) =>
      prisma.user.updateMany({ where: { id }, data: { name, version: { increment: 1 } } });
    const two = as('eve', () => unitOfOne(async () => [await rename('One'), await rename('Two')]));
    await expect(two).rejects.toMatchObject({ code: 'internal' });
    await prisma.$executeRaw`SELECT set_config('myapp.actor', 'test', false)`;
    expect(await prisma.user.findUnique({ where: { id } })).toMatchObject({ name: 'One' });
  });
});
