import { describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { ForbiddenError } from '../errors';
import { type Fields, fieldsOf } from '../query';
import type { RowAccess } from './access';
import { PrismaCollectionProvider } from './collection-provider';
import type { PrismaDelegate, PrismaEntity } from './entity';
import { PrismaItemProvider } from './item-provider';

const schema = z.strictObject({
  id: z.string(),
  name: z.string(),
  owner: z.string(),
  secret: z.string(),
  version: z.int(),
});
type Note = z.infer<typeof schema>;

const fields = fieldsOf(schema);
const queryable: Fields = new Map([...fields].filter(([name]) => name !== 'secret'));
const note: Note = { id: 'a', name: 'A', owner: 'me', secret: 's', version: 2 };
const { secret: _secret, ...told } = note;

/** Who asks reads what is theirs, without the secret, and changes names. */
const mine = (owner = 'me'): RowAccess<Note> => ({
  readable: () => ({ owner }),
  queryable: () => queryable,
  cursorKey: owner,
  writable: (action, names) =>
    action === 'delete' || names.some((name) => name !== 'name') ? undefined : { owner },
  authorize(action, { fields: names }) {
    const isAllowed = action === 'update' && names.every((name) => name === 'name');
    if (!isAllowed) throw new ForbiddenError(`${action} ${names.join()}`);
  },
  present: ({ secret: _hidden, ...rest }) => rest,
});

/** A table whose every look-up finds the note, or nothing, and whose writes find no row. */
function table({ found = note, owner = 'me' }: { found?: Note | null; owner?: string } = {}) {
  const statements = {
    findFirst: vi.fn(async (_args: { where: object }) => found),
    findMany: vi.fn(async (_args: { where: object }) => (found ? [found, { ...found, id: 'b' }] : [])),
    count: vi.fn(async (_args: object) => 7),
    create: vi.fn(async (_args: object) => note),
    updateManyAndReturn: vi.fn(async (_args: { where: object }) => [] as object[]),
    deleteMany: vi.fn(async (_args: object) => ({ count: 0 })),
  };
  const delegate: PrismaDelegate = statements;
  const entity: PrismaEntity<Note> = {
    delegate: () => delegate,
    read: (row) => schema.parse(row),
    fields,
    create: schema,
    patch: schema.omit({ id: true, version: true }).partial(),
    access: () => mine(owner),
  };
  return { ...statements, items: new PrismaItemProvider(entity), list: new PrismaCollectionProvider(entity) };
}

describe('reading under an access', () => {
  it('[P-15] finds what may be read, and answers what may be told', async () => {
    const { items, findFirst, findMany } = table();
    expect(await items.load('a')).toEqual(told);
    expect(findFirst.mock.lastCall?.[0]).toMatchObject({
      where: { id: 'a', AND: [{ owner: { equals: 'me' } }] },
    });
    expect(await items.loadMany(['a', 'b'])).toEqual([told, { ...told, id: 'b' }]);
    expect(findMany.mock.lastCall?.[0].where).toEqual({
      AND: [{ id: { in: ['a', 'b'] } }, { owner: { equals: 'me' } }],
    });
  });

  it('[P-15] lists and counts nothing else', async () => {
    const { list, findMany, count } = table();
    const page = await list.list({ where: { name: 'A' }, limit: 1 });
    expect(page).toMatchObject({ items: [told], total: 7, next: expect.any(String) });
    const where = { AND: [{ owner: { equals: 'me' } }, { name: { equals: 'A' } }] };
    expect(findMany.mock.lastCall?.[0].where).toEqual(where);
    expect(count).toHaveBeenCalledWith({ where });
  });

  it('[P-15] refuses to query by what may not be, as if there were no such field', async () => {
    const { list, findMany } = table();
    const refused = (specs: object) => list.list(specs).catch((error: unknown) => error);
    for (const name of ['secret', 'nothing']) {
      expect(await refused({ where: { NOT: { [name]: 's' } } })).toMatchObject({
        errors: { [`where.NOT.${name}`]: ['Unknown field'] },
      });
      expect(await refused({ orderBy: { [name]: 'asc' } })).toMatchObject({
        errors: { [`orderBy.${name}`]: ['Unknown field'] },
      });
    }
    expect(findMany).not.toHaveBeenCalled();
  });

  it('[P-15] goes on with nobody else’s page', async () => {
    const { next } = await table().list.list({ limit: 1 });
    await table().list.list({ limit: 1, next });
    await expect(table({ owner: 'you' }).list.list({ limit: 1, next })).rejects.toMatchObject({
      code: 'validation',
    });
  });
});

describe('writing under an access', () => {
  const context = { isNew: false, version: 2 };

  it('[P-16] names in its statement the rows that may be written', async () => {
    const { items, updateManyAndReturn } = table();
    updateManyAndReturn.mockResolvedValueOnce([note]);
    const { data } = await items.publish({ id: 'a', name: 'B' }, context);
    expect(data).toEqual(told);
    expect(updateManyAndReturn.mock.lastCall?.[0].where).toEqual({
      id: 'a',
      version: 2,
      AND: [{ owner: { equals: 'me' } }],
    });
  });

  it('[P-16] tells of rows that may be read why they were not written, and of their version last', async () => {
    const seen = table();
    const update = (changes: Partial<Note>) => seen.items.publish({ id: 'a', ...changes }, context);
    await expect(update({ secret: 'x' })).rejects.toThrow('update secret');
    await expect(seen.items.delete('a', { version: 2 })).rejects.toThrow('delete');
    expect(seen.updateManyAndReturn).not.toHaveBeenCalled();
    expect(seen.deleteMany).not.toHaveBeenCalled();
    await expect(update({ name: 'B' })).rejects.toMatchObject({ code: 'precondition_failed' });
    await expect(seen.items.publish({ id: 'a', name: 'B' })).rejects.toMatchObject({
      code: 'precondition_failed',
    });
  });

  it('[P-16] tells nothing of others', async () => {
    const { items } = table({ found: null });
    for (const changes of [{ name: 'B' }, { secret: 'x' }]) {
      await expect(items.publish({ id: 'a', ...changes }, context)).rejects.toMatchObject({
        code: 'not_found',
      });
    }
    await expect(items.delete('a')).rejects.toMatchObject({ code: 'not_found' });
  });

  it('[P-16] creates what may be', async () => {
    const { items, create } = table();
    await expect(items.publish(note, { isNew: true })).rejects.toThrow(`create ${Object.keys(note).join()}`);
    expect(create).not.toHaveBeenCalled();
  });
});
