import { openTestDatabase } from '@myapp/server/database/testing';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type GuardedApi, idFor, type Role, runGuardedApi, type Target } from './permissions.fixture';

const numRuns = Number(process.env['FUZZ_RUNS'] ?? 1000);

let api: GuardedApi;
beforeAll(async () => {
  api = await runGuardedApi(await openTestDatabase());
  await api.arrange();
});
afterAll(() => api.close());

const VALUES: Readonly<Record<string, unknown>> = {
  name: 'Another Name',
  email: 'another@example.org',
  role: 'admin',
  status: 'active',
  id: '0199c2f0-0000-7000-8000-00000000beef',
  version: 7,
  createdAt: '2026-01-01T00:00:00.000Z',
  updatedAt: '2026-01-01T00:00:00.000Z',
};

/** What nobody may write, whatever the route: kept by the store, or no field of a user but one of something else. */
const NEVER = [
  'createdAt',
  'updatedAt',
  'version',
  'provider',
  'entity',
  'properties',
  'generated',
  'schema',
  'draft',
  'tenantId',
  'ownerId',
  'isAdmin',
  'isActive',
  'permissions',
  'password',
  'passwordHash',
  'emailVerified',
  'creationKey',
  'creationDigest',
  'sessions',
  'accounts',
  'AND',
  '$set',
  '__proto__',
  'constructor',
];

/** A request that has to be refused, and why it is. */
interface Attempt {
  readonly role: Role;
  readonly method: 'POST' | 'PATCH';
  readonly target: Target;
  readonly allowed: readonly string[];
  /** Fields that there are, and that this role may not write here. */
  readonly forbidden: readonly string[];
}

const CREATED = ['id', 'name', 'email', 'role', 'status'];
const CHANGED = ['name', 'email', 'role', 'status'];

const ATTEMPTS: readonly Attempt[] = [
  { role: 'user', method: 'POST', target: 'own', allowed: [], forbidden: CREATED },
  { role: 'admin', method: 'POST', target: 'own', allowed: CREATED, forbidden: [] },
  { role: 'user', method: 'PATCH', target: 'own', allowed: ['name'], forbidden: ['email', 'role', 'status'] },
  { role: 'user', method: 'PATCH', target: 'active', allowed: [], forbidden: CHANGED },
  { role: 'user', method: 'PATCH', target: 'inactive', allowed: [], forbidden: CHANGED },
  { role: 'user', method: 'PATCH', target: 'unknown', allowed: [], forbidden: CHANGED },
  {
    role: 'admin',
    method: 'PATCH',
    target: 'own',
    allowed: ['name', 'email'],
    forbidden: ['role', 'status'],
  },
  { role: 'admin', method: 'PATCH', target: 'active', allowed: CHANGED, forbidden: [] },
  ...(['POST', 'PATCH'] as const).map(
    (method): Attempt => ({ role: 'anonymous', method, target: 'own', allowed: [], forbidden: CHANGED }),
  ),
];

const attempts = fc.constantFrom(...ATTEMPTS).chain((attempt) => {
  const unknown = fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom(...NEVER) },
    fc.string().filter((name) => !CREATED.includes(name)),
  );
  const nothing = fc.constant<string[]>([]);
  const unknowns = fc.uniqueArray(unknown, { minLength: 1, maxLength: 3 });
  const some = (names: readonly string[], minLength = 0) => fc.subarray([...names], { minLength });
  return fc.oneof(
    fc.record({
      attempt: fc.constant(attempt),
      unknowns,
      good: some(attempt.allowed),
      bad: some(attempt.forbidden),
    }),
    ...(attempt.forbidden.length > 0
      ? [
          fc.record({
            attempt: fc.constant(attempt),
            unknowns: nothing,
            good: some(attempt.allowed),
            bad: some(attempt.forbidden, 1),
          }),
        ]
      : []),
  );
});

/** JSON with these keys of its own, `__proto__` too. */
const jsonOf = (names: readonly string[]): string =>
  `{${names.map((name) => `${JSON.stringify(name)}:${JSON.stringify(Object.hasOwn(VALUES, name) ? VALUES[name] : { isAdmin: true })}`).join()}}`;

function statusOf({ role, method, target }: Attempt, unknowns: readonly string[]): number {
  // No JSON at all for this API, before anybody looks who sends it.
  if (unknowns.some((name) => name === '__proto__' || name === 'constructor')) return 400;
  if (role === 'anonymous') return 401;
  if (unknowns.length > 0) return 400;
  return method === 'PATCH' && (target === 'inactive' || target === 'unknown') ? 404 : 403;
}

it('a field that may not be written is refused with all that comes with it, on every route and for every role', async () => {
  const refused = new Map<number, number>();
  const before = await api.digest();
  const property = fc.asyncProperty(attempts, async ({ attempt, unknowns, good, bad }) => {
    const { role, method, target } = attempt;
    const id = idFor(role, target);
    // A creation is whole but for what has to be refused in it.
    const whole = method === 'POST' ? ['name', 'email'] : [];
    const names = [...new Set([...whole, ...good, ...bad, ...unknowns])];
    const answer = await api.as(role, {
      method,
      path: method === 'POST' ? '/api/users' : `/api/users/${id}`,
      raw: jsonOf(names),
      headers: { 'Content-Type': 'application/json', 'If-Match': '"1"' },
    });
    const status = statusOf(attempt, unknowns);
    expect(answer.status).toBe(status);
    // Each field that is to blame, and no other.
    const blamed: object = status === 403 && method === 'PATCH' ? answer.json.errors : {};
    expect(Object.keys(blamed).toSorted()).toEqual(
      status === 403 && method === 'PATCH' ? bad.toSorted() : [],
    );
    expect(await api.digest()).toEqual(before);
    expect('isAdmin' in {}).toBe(false);
    refused.set(status, (refused.get(status) ?? 0) + 1);
  });
  await fc.assert(property, { numRuns });
  process.stdout.write(
    `unwritable fields: ${numRuns} requests, 0 accepted: ${JSON.stringify(Object.fromEntries(refused))}\n`,
  );
  expect(new Set(refused.keys())).toEqual(new Set([400, 401, 403, 404]));
}, 180_000);
