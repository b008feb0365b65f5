import { describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { fieldsOf } from '../query';
import { delegateOf } from './delegate.fixture';
import type { PrismaDelegate } from './entity';
import { PrismaItemProvider } from './item-provider';

const schema = z.strictObject({ id: z.int(), name: z.string() });
type Person = z.infer<typeof schema>;

/** A table that answers with one row whatever it is asked, and remembers what it was asked. */
function table() {
  const findMany = vi.fn(async (_args: { take: number }) => [{ id: 1, name: 'Ada' }]);
  const delegate = delegateOf({ findMany });
  const provider = new PrismaItemProvider<Person>({
    delegate: () => delegate,
    read: (row) => schema.parse(row),
    fields: fieldsOf(schema),
    create: schema,
    patch: schema.partial(),
  });
  return { provider, findMany };
}

describe('a write', () => {
  it('[P-13] runs in the transaction of its entity, with the delegate that there is meanwhile', async () => {
    let inside = false;
    const seen: boolean[] = [];
    const delegate: PrismaDelegate = {
      findMany: async () => [],
      count: async () => 0,
      findFirst: async () => null,
      create: async () => ({ id: 1, name: 'Ada' }),
      updateManyAndReturn: async () => Promise.reject(Object.assign(new Error('taken'), { code: 'P2002' })),
      deleteMany: async () => ({ count: 1 }),
    };
    const provider = new PrismaItemProvider<Person>({
      delegate() {
        seen.push(inside);
        return delegate;
      },
      async transaction(work) {
        inside = true;
        try {
          return await work();
        } finally {
          inside = false;
        }
      },
      read: (row) => schema.parse(row),
      fields: fieldsOf(schema),
      create: schema,
      patch: schema.partial(),
    });
    await provider.publish({ id: 1, name: 'Ada' }, { isNew: true });
    await expect(provider.publish({ id: 1, name: 'Eve' })).rejects.toMatchObject({ code: 'conflict' });
    await provider.delete(1);
    expect(seen).toEqual([true, true, true]);
    await expect(provider.load(1)).rejects.toMatchObject({ code: 'not_found' });
    expect(seen).toEqual([true, true, true, false]);
  });
});

describe('looking up many', () => {
  it('[P-14] is one query for the ids that there can be', async () => {
    const { provider, findMany } = table();
    const rows = await provider.loadMany([3, 1, 3, 'x' as never, 2 ** 40, 0.5]);
    expect(rows).toEqual([{ id: 1, name: 'Ada' }]);
    expect(findMany).toHaveBeenCalledExactlyOnceWith({
      where: { id: { in: [3, 1] } },
      orderBy: [],
      take: 4,
      select: { id: true, name: true },
    });
  });

  it('[P-14] is one for each thousand', async () => {
    const { provider, findMany } = table();
    await provider.loadMany(Array.from({ length: 2001 }, (_, id) => id));
    expect(findMany.mock.calls.map(([{ take }]) => take)).toEqual([1000, 1000, 1]);
  });

  it('[P-14] of nothing asks the database nothing', async () => {
    const { provider, findMany } = table();
    expect(await provider.loadMany(['x' as never])).toEqual([]);
    expect(findMany).not.toHaveBeenCalled();
  });
});
