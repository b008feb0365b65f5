import fc from 'fast-check';
import { UnavailableError } from 'reactive/errors';
import { expect, it } from 'vitest';
import { type IUser, userCreateSchema } from '../../entities/user';
import { storedUser } from '../../entities/user/memory.fixture';
import { openService } from './service.fixture';

const runs = Number(process.env['IMPORT_RUNS'] ?? 200);
const timeout = 20_000 + runs * 20;

const email = fc.constantFrom('a@example.org', 'B@example.org', 'b@example.org', 'c@example.org');
const name = fc.constantFrom('Ada', 'Grace');
const role = fc.constantFrom('user', 'admin');
const good = fc.record(
  { email, name, role, status: fc.constantFrom('active', 'inactive') },
  { requiredKeys: ['email', 'name'] },
);
const bad = fc.oneof(
  fc.constantFrom(null, 7, 'a@example.org', []),
  fc.record({ email, name: fc.constant('A') }),
  fc.record({ email: fc.constant('nobody'), name }),
  fc.record({ email, name, version: fc.integer() }),
);
const file = fc.array(fc.oneof({ weight: 3, arbitrary: good }, { weight: 1, arbitrary: bad }), {
  maxLength: 12,
});

type Values = Pick<IUser, 'email' | 'name' | 'role' | 'status'>;

const valuesOf = ({ email, name, role, status }: Values): Values => ({ email, name, role, status });
const start = [storedUser('1', { email: 'a@example.org', name: 'Ada', role: 'admin' })];

/** The import said once more in plain words, over a map by e-mail. */
function reference(
  rows: readonly unknown[],
  { duplicates, failing }: { duplicates: string; failing: Set<number> },
) {
  const store = new Map(start.map((user) => [user.email, valuesOf(user)]));
  const statuses = rows.map((row, index) => {
    const { data } = userCreateSchema.safeParse(row);
    if (data === undefined || failing.has(index)) return 'refused';
    const known = store.get(data.email);
    if (known === undefined) {
      store.set(data.email, valuesOf(data));
      return 'created';
    }
    if (duplicates === 'refuse') return 'refused';
    const next = { ...known, ...(row as Partial<Values>), email: known.email };
    store.set(known.email, next);
    return JSON.stringify(next) === JSON.stringify(known) ? 'unchanged' : 'updated';
  });
  return { statuses, stored: [...store.values()] };
}

it('answers one result per row, and leaves the store as a naive import would', { timeout }, async () => {
  const property = fc.asyncProperty(
    file,
    fc.constantFrom('refuse', 'update'),
    fc.uniqueArray(fc.nat(11), { maxLength: 3 }),
    async (rows, duplicates, faults) => {
      const failing = new Set(faults);
      let at = 0;
      const { service, memory } = openService(start, () => {
        if (failing.has(at)) throw new UnavailableError();
      });
      const onProgress = (): void => void (at += 1);
      const { results, error } = await service.importUsers(rows, { duplicates, onProgress });
      const expected = reference(rows, { duplicates, failing });
      expect(error).toBeUndefined();
      expect(results.map(({ row }) => row)).toEqual(rows.map((_, index) => index));
      expect(results.map(({ status }) => status)).toEqual(expected.statuses);
      expect(memory.rows().map(valuesOf)).toEqual(expected.stored);
      const byEmail = new Map(memory.rows().map((user) => [user.email, user.id]));
      for (const result of results) {
        if (result.status === 'refused') continue;
        const written = userCreateSchema.parse(rows[result.row]);
        expect(result.id).toBe(byEmail.get(written.email));
      }
    },
  );
  await fc.assert(property, { numRuns: runs });
});
