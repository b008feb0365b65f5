import { itemCases } from './items.contract';
import { kindCases } from './kinds.contract';
import { pageCases } from './pages.contract';
import { queryCases } from './queries.contract';
import { type ContractOptions, Subject } from './subject';
import { textCases } from './texts.contract';
import { writeCases } from './writes.contract';

/** Milliseconds for one test; some send a thousand queries. */
const patience = 120_000;

/**
 * The one suite that every provider must pass: rows, versions, conflicts, texts, queries, pages, refusals. Each
 * test gets a store of its own from `setup`.
 *
 * @example
 * providerContract<IUser>({
 *   name: 'memory',
 *   runner: { describe, it, expect },
 *   setup() {
 *     const { ItemProvider, CollectionProvider } = memoryProvider<IUser>({ schema: userSchema, unique: ['email'] });
 *     return { items: new ItemProvider(undefined), collection: new CollectionProvider(undefined) };
 *   },
 *   fields: fieldsOf(userSchema),
 *   draft: (n) => ({ name: `User ${n}`, email: `user${n}@example.org`, role: 'user', status: 'active' }),
 *   vary: ['name', 'role', 'status'],
 *   unique: 'email',
 * });
 */
export function providerContract<T extends object>(options: ContractOptions<T>): void {
  const { runner, name } = options;
  const cases = [
    itemCases<T>(),
    writeCases(options),
    textCases<T>(),
    queryCases<T>(),
    pageCases<T>(),
    kindCases(options),
  ].flat();
  runner.describe(`provider contract: ${name}`, () => {
    for (const [title, run] of cases) {
      runner.it(
        title,
        async () => {
          const store = await options.setup();
          try {
            await run(new Subject(options, store));
          } finally {
            await store.close?.();
          }
        },
        patience,
      );
    }
  });
}
