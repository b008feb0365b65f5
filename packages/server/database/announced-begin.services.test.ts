import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { prisma } from './current';
import { openTestServerDatabase, type TestServerDatabase } from './testing';
import { unitOfWork } from './unit-of-work';

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
