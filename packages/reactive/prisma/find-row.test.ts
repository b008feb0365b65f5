import { describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { NotFoundError } from '../errors';
import { fieldsOf, matcher, parseQuery } from '../query';
import type { RowAccess } from './access';
import type { PrismaDelegate, PrismaEntity } from './entity';
import { PrismaItemProvider } from './item-provider';

const schema = z.strictObject({ id: z.string(), owner: z.string(), isOpen: z.boolean(), version: z.int() });
type Note = z.infer<typeof schema>;
const fields = fieldsOf(schema);
const notes: readonly Note[] = ['a', 'b', 'c', 'd'].map((id, n) => ({
  id,
  owner: n % 2 === 0 ? 'ann' : 'bob',
  isOpen: n < 2,
  version: 1,
}));

/** Reads what is open, and what is their own. */
const readerOf = (me: string): RowAccess<Note> => ({
  readable: () => ({ OR: [{ isOpen: true }, { owner: me }] }),
  queryable: () => fields,
  writable: () => undefined,
  authorize: () => {},
  present: (row) => row,
});

/** Answers the statements that are made of look-ups, as a table of the notes does. */
function tableOf(rows: readonly Note[] = notes) {
  const found = ({ id, AND = [] }: { id: unknown; AND?: object[] }): Note[] => {
    const ids: unknown[] = typeof id === 'object' && id !== null && 'in' in id ? (id.in as unknown[]) : [id];
    const where = parseQuery(fields, { where: { AND } }).where;
    return rows.filter((row) => ids.includes(row.id) && matcher(where)(row)).map((row) => ({ ...row }));
  };
  const findFirst = vi.fn(async ({ where }: { where: never }) => found(where)[0] ?? null);
  const findMany = vi.fn(async ({ where }: { where: never }) => found(where));
  const delegate = { findFirst, findMany } as unknown as PrismaDelegate; // all that reading uses
  return { findFirst, findMany, delegate };
}

function itemsOf(delegate: () => PrismaDelegate, access: () => RowAccess<Note>): PrismaItemProvider<Note> {
  const entity: PrismaEntity<Note> = {
    delegate,
    read: (row) => row as Note,
    fields,
    create: schema,
    patch: schema.partial(),
    access,
  };
  return new PrismaItemProvider(entity);
}

const idsOf = (outcomes: PromiseSettledResult<Note>[]) =>
  outcomes.map((outcome) =>
    outcome.status === 'fulfilled' ? outcome.value.id : (outcome.reason as Error).constructor.name,
  );

describe('items of one turn', () => {
  it('[P-17] are found by one query for those who may see the same, and by no other’s condition', async () => {
    const { delegate, findMany } = tableOf();
    let me = 'ann';
    const items = itemsOf(
      () => delegate,
      () => readerOf(me),
    );
    const loads: Promise<Note>[] = [];
    for (const [who, id] of ['ann a', 'ann c', 'ann d', 'bob c', 'bob d', 'bob b'].map((text) =>
      text.split(' '),
    )) {
      me = who ?? '';
      loads.push(items.load(id ?? ''));
    }
    expect(idsOf(await Promise.allSettled(loads))).toEqual([
      'a',
      'c',
      'NotFoundError',
      'NotFoundError',
      'd',
      'b',
    ]);
    const asked = findMany.mock.calls.map(([args]) => JSON.stringify(Reflect.get(args, 'where')));
    expect(asked).toHaveLength(2);
    expect(asked.map((where) => [where.includes('ann'), where.includes('bob')])).toEqual([
      [true, false],
      [false, true],
    ]);
  });

  it('[P-17] are found through their own delegates: a transaction shares with nobody outside', async () => {
    const [outside, inside] = [tableOf([]), tableOf()];
    let delegate = outside.delegate;
    const items = itemsOf(
      () => delegate,
      () => readerOf('ann'),
    );
    const loads = [items.load('a'), items.load('b')];
    delegate = inside.delegate;
    loads.push(items.load('a'), items.load('b'));
    expect(idsOf(await Promise.allSettled(loads))).toEqual(['NotFoundError', 'NotFoundError', 'a', 'b']);
  });

  it('[P-18] fail alone, and are found however the column takes their ids', async () => {
    const { delegate, findFirst, findMany } = tableOf();
    const items = itemsOf(
      () => delegate,
      () => readerOf('ann'),
    );
    findMany.mockRejectedValueOnce(new Error('canceling statement due to lock timeout'));
    findFirst.mockRejectedValueOnce(new Error('x'));
    const failed = await Promise.allSettled([items.load('a'), items.load('b'), items.load('c')]);
    expect(idsOf(failed)).toEqual(['ReactiveError', 'b', 'c']);
    findFirst.mockImplementation(
      async ({ where }) => ({ ...notes[0], id: Reflect.get(where, 'id') }) as Note,
    );
    expect(idsOf(await Promise.allSettled([items.load('A'), items.load('b')]))).toEqual(['A', 'b']);
  });

  it('[P-10] [P-18] that no row can be spoil nobody’s look-up', async () => {
    const { delegate, findMany } = tableOf();
    const items = itemsOf(
      () => delegate,
      () => readerOf('ann'),
    );
    const loads = [items.load('a'), items.load('\0'), items.load(7 as never), items.load('b')];
    const [, nul, odd] = await Promise.allSettled(loads);
    expect([nul, odd]).toEqual([
      { status: 'rejected', reason: expect.any(NotFoundError) },
      { status: 'rejected', reason: expect.any(NotFoundError) },
    ]);
    expect(JSON.stringify(findMany.mock.calls)).not.toContain('u0000');
  });
});
