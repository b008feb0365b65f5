import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { PreconditionRequiredError, ValidationError } from '../../errors';
import { fieldsOf, type ListSpecs } from '../../query';
import { memoryProvider, type ProviderStore, providerContract } from '../index';

const schema = z.strictObject({
  id: z.string(),
  name: z.string().min(2),
  nickname: z.string().min(2).nullable(),
  role: z.enum(['user', 'admin']),
  email: z.string(),
  createdAt: z.date(),
  updatedAt: z.date(),
  version: z.int(),
});

type Person = z.infer<typeof schema>;
type Store = ProviderStore<Person>;
type Publish = Store['items']['publish'];

const fields = fieldsOf(schema);

/** A store that works, and its parts to break. */
interface Parts {
  readonly store: Store;
  rows(): Person[];
}

function working(unique: 'email' | 'id' = 'email'): Parts {
  const { ItemProvider, CollectionProvider, rows } = memoryProvider<Person>({ schema, unique: [unique] });
  return {
    store: { items: new ItemProvider(undefined), collection: new CollectionProvider(undefined) },
    rows,
  };
}

/** The rules that a store breaks, of all or of those asked for. */
async function brokenRules(
  setup: () => Store,
  { only = '', ...more }: { only?: string; blind?: 'refused' } = {},
): Promise<string[]> {
  const cases: (readonly [string, () => Promise<void>])[] = [];
  providerContract<Person>({
    name: 'under test',
    runner: { describe: (_, run) => run(), it: (title, run) => cases.push([title, run]), expect },
    setup,
    fields,
    draft: (n) => ({ name: `Person ${n}`, nickname: null, role: 'user', email: `p${n}@example.org` }),
    vary: ['name', 'nickname', 'role'],
    unique: 'email',
    ...more,
  });
  const broken = new Set<string>();
  for (const [title, run] of cases.filter(([title]) => title.startsWith(`[${only}`))) {
    await run().catch(() => broken.add(title.slice(1, title.indexOf(']'))));
  }
  return [...broken];
}

function publishing(change: (publish: Publish, rows: () => Person[]) => Publish): () => Store {
  return () => {
    const { store, rows } = working();
    const publish: Publish = (data, context) => store.items.publish(data, context);
    const { items, collection } = store;
    return {
      collection,
      items: {
        load: items.load.bind(items),
        delete: items.delete.bind(items),
        publish: change(publish, rows),
      },
    };
  };
}

function loading(change: (load: Store['items']['load']) => Store['items']['load']): () => Store {
  return () => {
    const { items, collection } = working().store;
    return {
      collection,
      items: {
        load: change(items.load.bind(items)),
        delete: items.delete.bind(items),
        publish: items.publish.bind(items),
      },
    };
  };
}

type LoadMany = NonNullable<Store['items']['loadMany']>;

function lookingUp(change: (loadMany: LoadMany, rows: () => Person[]) => LoadMany): () => Store {
  return () => {
    const { store, rows } = working();
    const loadMany = store.items.loadMany?.bind(store.items) ?? (async () => []);
    return { ...store, items: Object.assign(store.items, { loadMany: change(loadMany, rows) }) };
  };
}

type List = Store['collection']['list'];

function listing(change: (list: List, rows: () => Person[]) => List): () => Store {
  return () => {
    const { store, rows } = working();
    return {
      items: store.items,
      collection: { list: change(store.collection.list.bind(store.collection), rows) },
    };
  };
}

/** Rewrites the specs on their way through, as JSON, dates kept. */
function rewriting(rewrite: (specs: Record<string, unknown>) => unknown): () => Store {
  return listing((list) => (specs, context) => list(rewrite({ ...specs }) as ListSpecs<Person>, context));
}

function replaceKeys(value: unknown, names: Record<string, string>): unknown {
  if (Array.isArray(value)) return value.map((element) => replaceKeys(element, names));
  if (typeof value !== 'object' || value === null || value instanceof Date) return value;
  const entries = Object.entries(value).map(([key, inner]) => [names[key] ?? key, replaceKeys(inner, names)]);
  return Object.fromEntries(entries);
}

const withText = (data: Partial<Person>, change: (text: string) => string): Partial<Person> =>
  data.name === undefined || typeof data.name !== 'string' ? data : { ...data, name: change(data.name) };

const defects: Record<string, readonly [rule: string, setup: () => Store]> = {
  'loses what it is given': [
    'T-1',
    publishing((publish) => (data, context) => publish({ ...data, nickname: null }, context)),
  ],
  'answers an unknown id with an empty row': [
    'T-2',
    loading((load) => (id, context) => load(id, context).catch(() => ({}))),
  ],
  'overwrites what exists': [
    'T-3',
    publishing(
      (publish) => (data, context) =>
        publish(data, context).catch((error: Error) => {
          if (context?.isNew && /taken/.test(error.message)) return { status: 201, data };
          throw error;
        }),
    ),
  ],
  'answers with the changes only': [
    'T-4',
    publishing((publish) => async (data, context) => {
      const answer = await publish(data, context);
      return context?.isNew ? answer : { status: 200, data };
    }),
  ],
  'keeps what it deletes': [
    'T-5',
    () => {
      const { items, collection } = working().store;
      return {
        collection,
        items: { load: items.load.bind(items), publish: items.publish.bind(items), delete: async () => true },
      };
    },
  ],
  'hands out its own rows': [
    'T-6',
    loading((load) => {
      const known = new Map<string, ReturnType<typeof load>>();
      return (id, context) => {
        const answer = known.get(id) ?? load(id, context);
        known.set(id, answer);
        return answer;
      };
    }),
  ],
  'ignores versions': [
    'T-7',
    publishing(
      (publish, rows) => (data, context) =>
        publish(data, context && { ...context, version: rows().find(({ id }) => id === data.id)?.version }),
    ),
  ],
  'takes a change without a version for one of the first': [
    'T-7',
    publishing(
      (publish) => (data, context) =>
        publish(data, context && { ...context, version: context.version ?? (context.isNew ? undefined : 0) }),
    ),
  ],
  'lets unique values repeat': ['T-8', () => working('id').store],
  'forgets idempotency keys': [
    'T-9',
    publishing((publish) => {
      let n = 0;
      return (data, context) =>
        publish(context?.idempotencyKey ? { ...data, email: `${n++}${data.email}` } : data, context);
    }),
  ],
  'drops unknown fields without a word': [
    'T-10',
    publishing((publish) => (data, context) => {
      const { nosuch: _, ...known } = data as Partial<Person> & { nosuch?: unknown };
      return publish(known, context);
    }),
  ],
  'works on for a caller that gave up': [
    'T-11',
    publishing((publish) => (data, context) => publish(data, context && { ...context, signal: undefined })),
  ],
  'trims texts': [
    'T-12',
    publishing(
      (publish) => (data, context) =>
        publish(
          withText(data, (text) => text.trim()),
          context,
        ),
    ),
  ],
  'normalises texts': [
    'T-12',
    publishing(
      (publish) => (data, context) =>
        publish(
          withText(data, (text) => text.normalize()),
          context,
        ),
    ),
  ],
  'strips NUL': [
    'T-13',
    publishing(
      (publish) => (data, context) =>
        publish(
          withText(data, (text) => text.replaceAll('\0', '')),
          context,
        ),
    ),
  ],
  'takes gt for gte': ['T-14', rewriting((specs) => replaceKeys(specs, { gt: 'gte' }))],
  'takes startsWith for contains': [
    'T-14',
    rewriting((specs) => replaceKeys(specs, { startsWith: 'contains' })),
  ],
  'takes OR for AND': ['T-14', rewriting((specs) => replaceKeys(specs, { OR: 'AND' }))],
  'loses null rows in a complement, as SQL does': [
    'T-14',
    listing((list) => async (specs, context) => {
      const page = await list(specs, context);
      if (!JSON.stringify(specs).includes('"NOT":{"nickname"')) return page;
      return { ...page, items: page.items.filter(({ nickname }) => nickname !== null) };
    }),
  ],
  'counts the page instead of all': [
    'T-17',
    listing((list) => async (specs, context) => {
      const page = await list(specs, context);
      return { ...page, total: page.items.length };
    }),
  ],
  'ignores the direction': [
    'T-15',
    rewriting((specs) =>
      JSON.parse(JSON.stringify(specs).replaceAll('desc', 'asc'), (_, value) =>
        typeof value === 'string' && /^\d{4}-.*Z$/.test(value) ? new Date(value) : value,
      ),
    ),
  ],
  'clamps absurd limits': [
    'T-16',
    rewriting(({ limit, ...specs }) => ({
      ...specs,
      limit: Math.min(100, Math.max(1, Math.trunc(Number(limit ?? 20)) || 20)),
    })),
  ],
  'takes an unknown field for no condition': [
    'T-16',
    rewriting(({ where, ...specs }) =>
      JSON.stringify(where ?? null).includes('nosuch') ? specs : { ...specs, where },
    ),
  ],
  'pages by offset': [
    'T-18',
    listing((list, rows) => async (specs, context) => {
      const offset = specs.next ? Number(specs.next.replace('offset', '')) : 0;
      if (Number.isNaN(offset)) throw new ValidationError(undefined, { errors: { next: ['No'] } });
      const { limit = 20, next: _, ...query } = specs;
      const { items, total } = await list({ ...query, limit: 100 }, context);
      const more = offset + limit < rows().length;
      return {
        items: items.slice(offset, offset + limit),
        total,
        next: more ? `offset${offset + limit}` : null,
      };
    }),
  ],
  'answers nothing when one of many is not there': [
    'T-26',
    lookingUp(
      (loadMany) => async (ids, context) =>
        ids.some((id) => id.length !== 36) ? [] : loadMany(ids, context),
    ),
  ],
  'looks up no more than a page': [
    'T-26',
    lookingUp((loadMany) => async (ids, context) => (await loadMany(ids, context)).slice(0, 100)),
  ],
  'answers a row as often as it is asked for': [
    'T-26',
    lookingUp((_, rows) => async (ids) => ids.flatMap((id) => rows().filter((row) => row.id === id))),
  ],
  'looks up for a caller that gave up': ['T-26', lookingUp((loadMany) => (ids) => loadMany(ids))],
  'takes any cursor for the first page': [
    'T-19',
    listing(
      (list) => (specs, context) => list(specs, context).catch(() => list({ ...specs, next: null }, context)),
    ),
  ],
};

describe('the provider contract', () => {
  it('[T-24] is fulfilled by a provider that works', async () => {
    expect(await brokenRules(() => working().store)).toEqual([]);
  });

  it.each(Object.entries(defects))('[T-24] catches a provider that %s', async (_, [rule, setup]) => {
    expect(await brokenRules(setup, { only: `${rule}]` })).toEqual([rule]);
  });

  it('[T-24] asks of a provider that refuses changes without a version that it does', async () => {
    const refuse = (blind: boolean): void => {
      if (blind) throw new PreconditionRequiredError();
    };
    const refusing = (): Store => {
      const { items, collection } = working().store;
      return {
        collection,
        items: {
          load: items.load.bind(items),
          async publish(data, context) {
            refuse(context?.isNew === false && context.version === undefined);
            return items.publish(data, context);
          },
          async delete(id, context) {
            refuse(context?.version === undefined);
            return items.delete(id, context);
          },
        },
      };
    };
    expect(await brokenRules(refusing, { only: 'T-7]', blind: 'refused' })).toEqual([]);
    expect(await brokenRules(refusing, { only: 'T-7]' })).toEqual(['T-7']);
    expect(await brokenRules(() => working().store, { only: 'T-7]', blind: 'refused' })).toEqual(['T-7']);
  });

  it('[T-24] closes the store of each test, whether it failed or not', async () => {
    let open = 0;
    await brokenRules(() => {
      open++;
      const { items, collection } = working().store;
      return {
        items: {
          ...items,
          load: async () => null,
          publish: items.publish.bind(items),
          delete: items.delete.bind(items),
        },
        collection,
        close: () => void open--,
      };
    });
    expect(open).toBe(0);
  });
});
