import { describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { ValidationError } from '../errors';
import { fieldsOf } from '../query';
import { PrismaCollectionProvider } from './collection-provider';
import { delegateOf } from './delegate.fixture';

const schema = z.strictObject({ id: z.string(), name: z.string() });
type Person = z.infer<typeof schema>;

function people(count: number): Person[] {
  return Array.from({ length: count }, (_, index) => ({ id: `${index}`, name: `n${index}` }));
}

/** A table that answers with the same rows whatever it is asked, and remembers what it was asked. */
function tableOf(rows: Person[]) {
  const findMany = vi.fn(async (_args: object) => rows);
  const count = vi.fn(async (_args: object) => 42);
  const delegate = delegateOf({ findMany, count });
  const provider = new PrismaCollectionProvider<Person>({
    delegate: () => delegate,
    read: (row) => schema.parse(row),
    fields: fieldsOf(schema),
    create: schema,
    patch: schema.partial(),
    query: { limits: { maxPageSize: 30 } },
  });
  return { provider, findMany, count };
}

describe('a list', () => {
  it('[P-12] asks for one row more than the page, which is the sign of a next page', async () => {
    const { provider, findMany, count } = tableOf(people(3));
    const page = await provider.list({ limit: 2, orderBy: { name: 'desc' }, where: { name: { gt: 'a' } } });
    expect(page).toEqual({ items: people(2), total: 42, next: expect.any(String) });
    expect(findMany).toHaveBeenCalledExactlyOnceWith({
      where: { name: { gt: 'a' } },
      orderBy: [{ name: 'desc' }, { id: 'asc' }],
      take: 3,
      select: { id: true, name: true },
    });
    expect(count).toHaveBeenCalledExactlyOnceWith({ where: { name: { gt: 'a' } } });
    expect((await provider.list({ limit: 3 })).next).toBeNull();
    expect(await tableOf([]).provider.list()).toEqual({ items: [], total: 42, next: null });
  });

  it('[P-12] seeks the next page in the index of its order, and counts without it', async () => {
    const { provider, findMany, count } = tableOf(people(3));
    const { next } = await provider.list({ limit: 2, orderBy: { name: 'asc' } });
    await provider.list({ limit: 2, orderBy: { name: 'asc' }, next });
    expect(findMany.mock.lastCall?.[0]).toMatchObject({
      where: {
        AND: [
          { name: { gte: 'n1' } },
          { OR: [{ name: { gt: 'n1' } }, { AND: [{ name: { equals: 'n1' } }, { id: { gt: '1' } }] }] },
        ],
      },
    });
    expect(count.mock.lastCall?.[0]).toEqual({ where: {} });
  });

  it('[P-12] asks the table nothing when the query is refused', async () => {
    const { provider, findMany, count } = tableOf(people(3));
    const { next } = await provider.list({ limit: 2 });
    findMany.mockClear();
    count.mockClear();
    for (const specs of [
      { limit: 31 },
      { where: { name: { contains: '' } } },
      { where: { name: 'n1' }, next },
    ]) {
      await expect(provider.list(specs)).rejects.toBeInstanceOf(ValidationError);
    }
    expect(findMany).not.toHaveBeenCalled();
    expect(count).not.toHaveBeenCalled();
  });
});
