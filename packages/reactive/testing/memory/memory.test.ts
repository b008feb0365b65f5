import { describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { type IPlayer, Players } from '../../entities/collection/player.fixture';
import { type ProviderClass, RegistryFactory } from '../../entities/item';
import { ConflictError, NotFoundError, UnavailableError, ValidationError } from '../../errors';
import { fieldsOf } from '../../query';
import { type MemoryOptions, memoryProvider, type ProviderStore, providerContract } from '../index';

const noteSchema = z.strictObject({
  id: z.string(),
  title: z.string().min(2).max(200),
  subtitle: z.string().min(2).nullable(),
  color: z.enum(['red', 'green', 'blue']),
  stars: z.int(),
  weight: z.number().nullable(),
  pinned: z.boolean(),
  archived: z.boolean().nullable(),
  dueAt: z.date().nullable(),
  startsAt: z.date(),
  slug: z.string(),
  createdAt: z.date(),
  updatedAt: z.date(),
  version: z.int().min(1),
});

type Note = z.infer<typeof noteSchema>;

const options: MemoryOptions<Note> = { schema: noteSchema, unique: ['slug'] };

const made = <P>(Provider: ProviderClass<P>): P => new Provider(undefined);

function store<T extends object>(of: MemoryOptions<T>): ProviderStore<T> {
  const { ItemProvider, CollectionProvider } = memoryProvider<T>(of);
  return { items: made(ItemProvider), collection: made(CollectionProvider) };
}

const draft = (n: number) => ({
  title: `Note ${n}`,
  subtitle: null,
  color: 'red' as const,
  stars: 0,
  weight: null,
  pinned: false,
  archived: null,
  dueAt: null,
  startsAt: new Date(0),
  slug: `note-${n}`,
});

providerContract<Note>({
  name: 'memory, every kind of field',
  runner: { describe, it, expect },
  setup: () => store(options),
  fields: fieldsOf(noteSchema),
  draft,
  vary: ['title', 'subtitle', 'color', 'stars', 'weight', 'pinned', 'archived', 'dueAt', 'startsAt'],
  unique: 'slug',
});

const tagSchema = z.object({ id: z.int(), label: z.string() });
let lastId = 0;

providerContract<z.infer<typeof tagSchema>>({
  name: 'memory, ids of numbers and no versions',
  runner: { describe, it, expect },
  setup: () => store({ schema: tagSchema, newId: () => ++lastId }),
  fields: fieldsOf(tagSchema),
  draft: (n) => ({ label: `Tag ${n}` }),
  vary: ['label'],
  newId: () => ++lastId,
});

describe('a table in memory', () => {
  it('[T-20] starts with the rows it is given, and shows copies of them', async () => {
    const { ItemProvider, rows } = memoryProvider({ schema: tagSchema, rows: [{ id: 1, label: 'one' }] });
    expect(rows()).toEqual([{ id: 1, label: 'one' }]);
    Object.assign(rows()[0] ?? {}, { label: 'spoilt' });
    expect(await made(ItemProvider).load(1)).toEqual({ id: 1, label: 'one' });
    await expect(made(ItemProvider).load('1' as never)).rejects.toThrow(NotFoundError);
  });

  it('[T-20] is shared by all providers made of its classes, and by no others', async () => {
    const { ItemProvider, rows } = memoryProvider(options);
    await made(ItemProvider).publish(draft(1));
    await made(ItemProvider).publish(draft(2));
    expect(rows().map(({ slug }) => slug)).toEqual(['note-1', 'note-2']);
    expect(memoryProvider(options).rows()).toEqual([]);
  });

  it('[T-20] serves items and collections: what one saves the other lists', async () => {
    RegistryFactory.clearAll();
    const schema = z.object({
      id: z.string(),
      name: z.string(),
      team: z.enum(['red', 'blue']),
      score: z.int(),
    });
    const memory = memoryProvider<IPlayer>({
      schema,
      rows: Array.from({ length: 5 }, (_, n) => ({
        id: `p${n}`,
        name: `Player ${n}`,
        team: 'red',
        score: n,
      })),
    });
    const players = new Players({ provider: memory.CollectionProvider });
    await players.load({ where: { score: { gte: 1 } }, orderBy: { score: 'desc' }, limit: 2 });
    expect([players.items.map(({ id }) => id), players.getTotal()]).toEqual([['p4', 'p3'], 4]);
    await players.loadNext();
    expect(players.items.map(({ id }) => id)).toEqual(['p4', 'p3', 'p2', 'p1']);
    const [best] = players.items;
    best?.set({ name: 'Best' });
    await best?.publish();
    expect(memory.rows()[4]).toMatchObject({ id: 'p4', name: 'Best', score: 4 });
    await best?.delete();
    expect(memory.rows().map(({ id }) => id)).toEqual(['p0', 'p1', 'p2', 'p3']);
    players.dispose();
  });

  it('[T-21] takes its time and its ids from where it is told', async () => {
    let time = 1000;
    const { items } = store({ ...options, now: () => new Date(time), newId: () => 'n1' });
    const { data: row } = await items.publish(draft(1));
    expect(row).toMatchObject({ id: 'n1', createdAt: new Date(1000), updatedAt: new Date(1000), version: 1 });
    time = 2000;
    const { data: changed } = await items.publish({ id: 'n1', stars: 5 }, { isNew: false, version: 1 });
    expect(changed).toMatchObject({ createdAt: new Date(1000), updatedAt: new Date(2000), version: 2 });
  });

  it('[T-21] fills in defaults, and stores what the schema makes of a value', async () => {
    const schema = z.object({
      id: z.string(),
      email: z.string().toLowerCase(),
      role: z.enum(['user', 'admin']),
    });
    const { items } = store<z.infer<typeof schema>>({ schema, defaults: { role: 'user' } });
    const { data } = await items.publish({ email: 'Ada@Example.org' });
    expect(data).toMatchObject({ email: 'ada@example.org', role: 'user' });
    expect((await items.publish({ ...data, email: 'EVE@example.org' })).data).toEqual({
      ...data,
      email: 'eve@example.org',
    });
    expect((await items.publish({ email: 'x', role: 'admin' })).data).toMatchObject({ role: 'admin' });
  });

  it('[T-22] goes by the id where no context is given: with one it is an update', async () => {
    const { items } = store(options);
    const { status, data } = await items.publish(draft(1));
    expect(status).toBe(201);
    await expect(items.publish({ ...draft(2), id: 'unknown' })).rejects.toThrow(NotFoundError);
    await expect(items.publish(draft(3), { isNew: false, version: 1 })).rejects.toThrow(ValidationError);
    await expect(items.publish({ id: { evil: true } as never })).rejects.toThrow(ValidationError);
    const changed = await items.publish({ id: data?.id ?? '', stars: 1 }, { isNew: false, version: 1 });
    expect(changed.status).toBe(200);
  });

  it('[T-22] lets many rows have no value in a unique field', async () => {
    const { items } = store({ ...options, unique: ['subtitle'] });
    await items.publish(draft(1));
    await expect(items.publish(draft(2))).resolves.toMatchObject({ status: 201 });
  });

  it('[T-22] refuses an idempotency key that comes again with other data', async () => {
    const { items } = store(options);
    await items.publish(draft(1), { isNew: true, idempotencyKey: 'k' });
    await expect(items.publish(draft(2), { isNew: true, idempotencyKey: 'k' })).rejects.toThrow(
      ConflictError,
    );
  });

  it('[T-23] lets a test see, delay and fail each call', async () => {
    const calls: unknown[] = [];
    const intercept = vi.fn(async (call: unknown) => {
      calls.push(call);
      if (calls.length === 5) throw new UnavailableError('down');
    });
    const { items, collection } = store({ ...options, intercept });
    const { data } = await items.publish({ ...draft(1) });
    await items.load(data?.id ?? '');
    await collection.list({});
    await items.loadMany?.(['a', 'b']);
    await expect(items.delete(data?.id ?? '')).rejects.toThrow(UnavailableError);
    expect(calls).toEqual([
      { operation: 'publish', id: undefined },
      { operation: 'load', id: data?.id },
      { operation: 'list' },
      { operation: 'loadMany', ids: ['a', 'b'] },
      { operation: 'delete', id: data?.id },
    ]);
    await expect(items.load(data?.id ?? '')).resolves.toEqual(data);
  });

  it('[T-23] notices that the caller gave up while it was delayed', async () => {
    const controller = new AbortController();
    const { items } = store({ ...options, intercept: () => controller.abort('enough') });
    const publishing = items.publish(draft(1), { isNew: true, signal: controller.signal });
    await expect(publishing).rejects.toMatchObject({ code: 'aborted', cause: 'enough' });
  });
});
