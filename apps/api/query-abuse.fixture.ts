import { type IUser, userSchema } from '@myapp/core/entities/user';
import fc from 'fast-check';
import { fieldsOf, matcher, parseQuery } from 'reactive/query';
import type { ApiAnswer, RunningApi } from './api.fixture';

/** One thing to try, and what was found in it that should not be. */
export type Trial = (api: RunningApi) => Promise<readonly string[]>;

const USERS = '/api/users';
const fields = fieldsOf(userSchema);

const query = (params: Record<string, string>): string => `${USERS}?${new URLSearchParams(params)}`;
const ask = (api: RunningApi, params: Record<string, string>): Promise<ApiAnswer> =>
  api.call({ path: query(params) });

const refused = (answer: ApiAnswer, what: string): string[] =>
  answer.status === 400 && answer.json?.code === 'validation' ? [] : [`${what}: ${answer.status}`];

const refusesWhere = (where: unknown): Trial => {
  const text = JSON.stringify(where);
  return async (api) => refused(await ask(api, { where: text }), `where=${text.slice(0, 200)}`);
};

const field = fc.constantFrom('id', 'name', 'email', 'role', 'status', 'version', 'createdAt');
const inside = (condition: unknown): fc.Arbitrary<unknown> =>
  fc.constantFrom(
    condition,
    { AND: [condition] },
    { OR: [{ role: 'admin' }, condition] },
    { NOT: condition },
  );

/** What other query languages know, and ours must not. */
const foreignOperators = [
  'some',
  'every',
  'none',
  'is',
  'isNot',
  'has',
  'search',
  'mode',
  'path',
  'like',
  'ilike',
  '$ne',
  '$gt',
  '$regex',
  '$where',
  '__proto__',
  'constructor',
  'toString',
  '_count',
  'equals ',
  'EQUALS',
];

const foreignOperator = fc
  .tuple(
    field,
    fc.constantFrom(...foreignOperators),
    fc.constantFrom<unknown>({}, { id: 'x' }, 'x', null, true),
  )
  .chain(([name, operator, operand]) => inside({ [name]: Object.fromEntries([[operator, operand]]) }))
  .map(refusesWhere);

const foreignField = fc
  .tuple(
    fc.constantFrom(
      'posts',
      'creationKey',
      'creation_digest',
      'password',
      'users.name',
      'name; --',
      '1',
      'session',
    ),
    fc.constantFrom<unknown>('x', { some: {} }, { equals: 'x' }, { not: '' }),
  )
  .chain(([name, condition]) => inside({ [name]: condition }))
  .map(refusesWhere);

const METACHARACTERS = [
  "'",
  '"',
  '`',
  ';',
  '--',
  '/*',
  '*/',
  '\\',
  '%',
  '_',
  '$1',
  '$$',
  '?',
  ':x',
  '\\x00',
  '{{',
  '}}',
  "' OR '1'='1",
  "'; DROP TABLE users; --",
  '1; SELECT pg_sleep(5)',
  "\\' OR 1=1 --",
  ') OR (1=1',
  '%27',
  '\u2019',
  '\u02bc',
];
const metacharacters = fc
  .array(fc.oneof(fc.constantFrom(...METACHARACTERS), fc.string({ maxLength: 3 })), {
    minLength: 1,
    maxLength: 4,
  })
  .map((parts) => parts.join(''))
  .filter((text) => text !== '' && !text.includes('\0') && !/\p{Surrogate}/u.test(text));

/** A text with metacharacters means itself: what is found is what memory finds. */
const literal = fc
  .tuple(
    fc.constantFrom('name', 'email'),
    fc.constantFrom('equals', 'contains', 'startsWith', 'not'),
    metacharacters,
  )
  .map(
    ([name, operator, text]): Trial =>
      async (api) => {
        const where = { [name]: { [operator]: text } };
        const all = await ask(api, { limit: '100' });
        const found = await ask(api, { where: JSON.stringify(where), limit: '100' });
        const matches = matcher(parseQuery(fields, { where }).where);
        const expected = (all.json.items as IUser[]).filter(matches).map(({ id }) => id);
        const seen = (found.json?.items ?? []).map(({ id }: IUser) => id);
        return JSON.stringify(seen) === JSON.stringify(expected)
          ? []
          : [`${JSON.stringify(where)}: ${found.text}`];
      },
  );

/** A name is never taken for a text: there is no such field to sort by. */
const sorted = fc.tuple(metacharacters, fc.constantFrom('asc', 'desc')).map(
  ([name, direction]): Trial =>
    async (api) => {
      const orderBy = JSON.stringify(Object.fromEntries([[name, direction]]));
      return refused(await ask(api, { orderBy }), `orderBy=${orderBy}`);
    },
);

const direction = metacharacters.map(
  (text): Trial =>
    async (api) =>
      refused(await ask(api, { orderBy: JSON.stringify({ name: text }) }), `direction ${text}`),
);

const limit = fc
  .oneof(
    fc.constantFrom(
      '-1',
      '1e9',
      'NaN',
      '0x10',
      '0',
      '101',
      'Infinity',
      '1.5',
      ' 1',
      '1 ',
      '+1',
      '٣',
      '1_0',
      '010',
      '',
      'null',
      '[]',
    ),
    fc.integer({ min: 101 }).map(String),
    fc.integer({ max: 0 }).map(String),
    fc
      .double()
      .map(String)
      .filter((text) => !/^([1-9]\d?|100)$/.test(text)),
  )
  .map(
    (text): Trial =>
      async (api) =>
        refused(await ask(api, { limit: text }), `limit=${text}`),
  );

const rightLimit = fc.integer({ min: 1, max: 100 }).map(
  (size): Trial =>
    async (api) => {
      const { status, json } = await ask(api, { limit: String(size) });
      return status === 200 && json.items.length <= size ? [] : [`limit=${size}: ${status}`];
    },
);

const nested = (depth: number, by: string): unknown => {
  let where: unknown = { name: 'x' };
  for (let level = 0; level < depth; level++) where = { [by]: by === 'NOT' ? where : [where] };
  return where;
};
const deep = fc
  .tuple(fc.integer({ min: 6, max: 250 }), fc.constantFrom('AND', 'OR', 'NOT'))
  .map(([depth, by]) => refusesWhere(nested(depth, by)));
const long = fc
  .tuple(fc.integer({ min: 101, max: 1000 }), fc.constantFrom('in', 'notIn'))
  .map(([length, operator]) =>
    refusesWhere({ version: { [operator]: Array.from({ length }, (_, version) => version + 1) } }),
  );
const wide = fc
  .integer({ min: 51, max: 250 })
  .map((count) => refusesWhere({ OR: Array.from({ length: count }, (_, version) => ({ version })) }));

/** A list and an order that a cursor is taken from, and the query that it is then used with. */
const ORDERS = [
  '{"name":"asc"}',
  '{"name":"desc"}',
  '{"email":"asc"}',
  '[{"role":"asc"},{"name":"desc"}]',
  '{"createdAt":"asc"}',
];

const letter = fc.constantFrom(
  ...Array.from('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_=+/.%'),
);

type Change = (cursor: string) => string;
const change: fc.Arbitrary<Change> = fc.oneof(
  fc.tuple(fc.nat(), letter).map(
    ([at, by]): Change =>
      (cursor) => {
        const place = at % cursor.length;
        return cursor.slice(0, place) + by + cursor.slice(place + 1);
      },
  ),
  fc.tuple(fc.nat(), letter).map(
    ([at, by]): Change =>
      (cursor) => {
        const place = at % (cursor.length + 1);
        return cursor.slice(0, place) + by + cursor.slice(place);
      },
  ),
  fc.nat().map(
    (at): Change =>
      (cursor) =>
        cursor.slice(0, at % cursor.length),
  ),
  fc.nat().map(
    (at): Change =>
      (cursor) =>
        cursor.slice((at % (cursor.length - 1)) + 1),
  ),
  fc.constant<Change>((cursor) => cursor + cursor),
  fc.string({ minLength: 1, maxLength: 40 }).map(
    (text): Change =>
      () =>
        text,
  ),
);

const changedCursor = fc.tuple(fc.constantFrom(...ORDERS), fc.integer({ min: 1, max: 5 }), change).map(
  ([orderBy, size, changed]): Trial =>
    async (api) => {
      const { json } = await ask(api, { orderBy, limit: String(size) });
      const next = changed(json.next);
      if (next === json.next || next === '') return [];
      return refused(await ask(api, { orderBy, limit: String(size), next }), `next=${next}`);
    },
);

const otherCursor = fc
  .tuple(
    fc.constantFrom(...ORDERS),
    fc.constantFrom(...ORDERS),
    fc.constantFrom<Record<string, string>>({}, { role: 'user' }),
  )
  .filter(([one, other, filter]) => one !== other || Object.keys(filter).length > 0)
  .map(
    ([one, other, filter]): Trial =>
      async (api) => {
        const { json } = await ask(api, { orderBy: one, limit: '2' });
        return refused(
          await ask(api, { orderBy: other, limit: '2', next: json.next, ...filter }),
          `${one} for ${other}`,
        );
      },
  );

/** What is tried with the query language, by the cases of the attack that each stands for. */
export const queryAttacks: Readonly<Record<string, fc.Arbitrary<Trial>>> = {
  'operators and relations of other languages': foreignOperator,
  'fields that there are not': foreignField,
  'metacharacters of SQL in values': literal,
  'metacharacters of SQL in names and directions': fc.oneof(sorted, direction),
  'limits that are none': fc.oneof({ weight: 4, arbitrary: limit }, { weight: 1, arbitrary: rightLimit }),
  'filters too deep, too long or too wide': fc.oneof(deep, long, wide),
  'cursors that were changed': changedCursor,
  'cursors of other queries': otherCursor,
};

/** Forty users, some with names that a database could take for something else. */
export async function manyUsers(api: RunningApi): Promise<void> {
  const odd = [
    "O'Brien",
    '100%',
    'under_score',
    'back\\slash',
    '"quoted"',
    "'; DROP TABLE users; --",
    '$1',
    'semi;colon',
  ];
  for (let nth = 0; nth < 40; nth++) {
    const name = `${odd[nth % odd.length]} ${nth}`;
    const body = { name, email: `user-${nth}@example.org`, role: nth % 3 === 0 ? 'admin' : 'user' };
    const { status } = await api.call({ method: 'POST', path: USERS, body });
    if (status !== 201) throw new Error(`${name} was not created: ${status}`);
  }
}

/** Reads all pages while others are created, changed and deleted: who stays as they are come once each. */
export const pagedWhileWritten: Trial = async (api) => {
  const before = await ask(api, { limit: '100', orderBy: '{"name":"asc"}' });
  const stable: string[] = before.json.items.map(({ id }: IUser) => id);
  const seen: string[] = [];
  let others: { id: string; etag: string }[] = [];
  const disturb = async (nth: number): Promise<void> => {
    const body = {
      name: `${String.fromCharCode(33 + ((nth * 37) % 90))} other`,
      email: `${crypto.randomUUID()}@example.org`,
    };
    const { json, headers } = await api.call({ method: 'POST', path: USERS, body });
    others.push({ id: json.id, etag: headers.get('ETag') ?? '' });
    const [moved] = others;
    if (moved === undefined || nth % 2 === 0) return;
    const change = {
      body: { name: `${String.fromCharCode(122 - (nth % 80))} moved` },
      headers: { 'If-Match': moved.etag },
    };
    await api.call({ method: 'PATCH', path: `${USERS}/${moved.id}`, ...change });
    others = others.slice(1);
    await api.call({ method: 'DELETE', path: `${USERS}/${moved.id}`, headers: { 'If-Match': '"2"' } });
  };
  let next: string | null = '';
  for (let nth = 0; next !== null; nth++) {
    const page: ApiAnswer = await ask(api, {
      limit: '5',
      orderBy: '{"name":"asc"}',
      ...(next !== '' && { next }),
    });
    seen.push(...page.json.items.map(({ id }: IUser) => id));
    next = page.json.next;
    await disturb(nth);
  }
  for (const { id, etag } of others)
    await api.call({ method: 'DELETE', path: `${USERS}/${id}`, headers: { 'If-Match': etag } });
  const counts = stable.map((id) => seen.filter((one) => one === id).length);
  return counts.every((count) => count === 1) ? [] : [`stable rows came ${counts.join()} times`];
};
