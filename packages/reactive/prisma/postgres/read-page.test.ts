import { describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { fieldsOf } from '../../query';
import { PrismaCollectionProvider } from '../collection-provider';
import { delegateOf } from '../delegate.fixture';
import type { PrismaEntity } from '../entity';

const schema = z.strictObject({
  id: z.string(),
  name: z.string(),
  isOld: z.boolean(),
  bornAt: z.date().nullable(),
});
type Person = z.infer<typeof schema>;

const delegate = delegateOf({ findMany: async () => [], count: async () => 7 });

/** People in a table that answers with the same rows whatever it is asked. */
function people(rows: string | null, other: Partial<PrismaEntity<Person>> = {}) {
  const query = vi.fn(async (_sql: string, ..._values: unknown[]) => [{ total: 3n, rows }]);
  const provider = new PrismaCollectionProvider<Person>({
    delegate: () => delegate,
    read: (row) => schema.parse(row),
    fields: fieldsOf(schema),
    create: schema,
    patch: schema.partial(),
    table: {
      client: () => ({ $queryRawUnsafe: query }),
      name: 'odd "people"',
      columns: { bornAt: 'born_at' },
    },
    ...other,
  });
  const sent = () => query.mock.calls.map(([sql, ...values]) => [sql.replace(/\s+/g, ' ').trim(), ...values]);
  return { provider, sent };
}

const ada = { id: '1', name: 'Ada', isOld: true, bornAt: Date.UTC(1815, 11, 10) };

describe('a list of a table of PostgreSQL', () => {
  it('[P-19] is read with its total by one statement, values apart from it', async () => {
    const { provider, sent } = people(JSON.stringify([ada, { ...ada, id: '2', bornAt: null }]));
    const where = { name: { contains: "50%' --" }, isOld: true, id: { notIn: ['8', '9'] } };
    expect(await provider.list({ where, orderBy: { bornAt: 'desc' }, limit: 1 })).toEqual({
      items: [{ ...ada, bornAt: new Date('1815-12-10T00:00:00Z') }],
      total: 3,
      next: expect.any(String),
    });
    const shown = `FROM "odd ""people""" WHERE ("name" LIKE $1 AND "isOld" = true AND "id" NOT IN ($2, $3))`;
    expect(sent()).toEqual([
      [
        `SELECT (SELECT count(*) ${shown}) AS total, (SELECT json_agg(page)::text FROM (` +
          ' SELECT "id" AS "id", "name" AS "name", "isOld" AS "isOld",' +
          ' floor(extract(epoch FROM "born_at") * 1000)::float8 AS "bornAt"' +
          ` ${shown} AND true ORDER BY "born_at" desc, "id" asc LIMIT $4 ) AS page) AS rows`,
        "%50\\%' --%",
        '8',
        '9',
        '2',
      ],
    ]);
  });

  it('[P-19] counts without the page, which is sought by times as PostgreSQL writes them', async () => {
    const { provider, sent } = people(JSON.stringify([{ ...ada, bornAt: -1e14 }, ada]));
    const orderBy = { bornAt: 'asc' } as const;
    const { next } = await provider.list({ orderBy, limit: 1 });
    await provider.list({ orderBy, limit: 1, next });
    const [, [sql = '', ...values] = []] = sent();
    expect(sql).toContain('SELECT count(*) FROM "odd ""people""" WHERE true)');
    expect(sql).toContain('WHERE true AND (');
    expect(values).toContain('1200-02-15T14:13:20.000Z BC');
    expect(values.at(-1)).toBe('2');
  });

  it('[P-19] is empty where there is nothing', async () => {
    const { provider } = people(null);
    expect(await provider.list()).toEqual({ items: [], total: 3, next: null });
  });

  it('[P-19] is read through the delegate where no query can name a column', async () => {
    const { provider, sent } = people(null, { columns: ['photo'] });
    expect(await provider.list()).toEqual({ items: [], total: 7, next: null });
    expect(sent()).toEqual([]);
  });

  it('[P-12] asks nothing when the query is refused, and fails as the statement does', async () => {
    const { provider, sent } = people(null);
    await expect(provider.list({ where: { other: 1 } as never })).rejects.toMatchObject({
      code: 'validation',
    });
    expect(sent()).toEqual([]);
    const down = Object.assign(new Error('down'), { code: 'ECONNREFUSED' });
    const failing = { client: () => ({ $queryRawUnsafe: () => Promise.reject(down) }), name: 'people' };
    await expect(people(null, { table: failing }).provider.list()).rejects.toMatchObject({
      code: 'unavailable',
    });
  });
});
