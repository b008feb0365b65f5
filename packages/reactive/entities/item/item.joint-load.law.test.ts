import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { runs } from '../../errors/runs.fixture';
import { Scope } from '../../registry';
import { Task } from './task.fixture';

const IDS = ['a', 'b', 'c'];

/** A call of the provider: what it was asked for, and the rows as they were then. */
interface Call {
  readonly ids: readonly string[];
  readonly rows: readonly object[];
  answer(rows: readonly object[] | Error): void;
}

/** One that waits for a load. */
interface Waiter {
  readonly id: string;
  /** What was known when it asked. */
  readonly known: number;
  readonly controller: AbortController | undefined;
  /** The look-up that it waits for. */
  readonly lookUp: LookUp;
  outcome: string | undefined;
}

/** What should be one entry in one call. */
interface LookUp {
  readonly id: string;
  state: 'gathered' | 'asked' | 'over';
  waiting: number;
}

/** A server whose rows count up, a client with items of three ids, and what is expected of it. */
class World {
  readonly server = new Map(IDS.map((id) => [id, 0]));
  readonly known = new Map(IDS.map((id) => [id, 0]));
  readonly calls: Call[] = [];
  readonly waiters: Waiter[] = [];
  /** By id: the look-up that another load may join. */
  readonly open = new Map<string, LookUp>();
  readonly all: LookUp[] = [];
  askedFor = 0;
  readonly #scope = new Scope();
  readonly #tasks: ReadonlyMap<string, Task>;

  constructor() {
    const Provider = this.#provider();
    this.#tasks = this.#scope.run(() => new Map(IDS.map((id) => [id, new Task({ id, provider: Provider })])));
  }

  task(id: string): Task {
    return this.#tasks.get(id) as Task;
  }

  value(id: string): number {
    return Number(this.task(id).title ?? 0);
  }

  load(id: string, abortable: boolean): void {
    let lookUp = this.open.get(id);
    if (lookUp === undefined) {
      lookUp = { id, state: 'gathered', waiting: 0 };
      this.open.set(id, lookUp);
      this.all.push(lookUp);
    }
    lookUp.waiting++;
    const controller = abortable ? new AbortController() : undefined;
    const waiter: Waiter = { id, known: this.known.get(id) ?? 0, controller, lookUp, outcome: undefined };
    this.waiters.push(waiter);
    this.task(id)
      .load({ signal: controller?.signal })
      .then(
        () => {
          // What was known when it was asked for is no news to it.
          waiter.outcome = this.value(id) < waiter.known ? 'told what is old' : 'loaded';
        },
        (error: Error) => (waiter.outcome = error.name),
      );
  }

  abort(at: number): void {
    const running = this.waiters.filter(
      ({ controller, outcome }) => outcome === undefined && controller?.signal.aborted === false,
    );
    const waiter = running[at % Math.max(1, running.length)];
    if (waiter === undefined) return;
    const { lookUp } = waiter;
    waiter.controller?.abort();
    lookUp.waiting--;
    if (lookUp.waiting > 0) return;
    if (lookUp.state === 'gathered') this.all.splice(this.all.indexOf(lookUp), 1);
    this.#close(lookUp);
  }

  /** The client is told of a change of the server's, before anybody answers. */
  news(id: string): void {
    const value = (this.server.get(id) ?? 0) + 1;
    this.server.set(id, value);
    this.known.set(id, value);
    this.#scope.run(() => new Task({ id, title: String(value) }));
    const lookUp = this.open.get(id);
    if (lookUp?.state === 'asked') this.open.delete(id);
  }

  async tick(): Promise<void> {
    for (const lookUp of this.all) if (lookUp.state === 'gathered') lookUp.state = 'asked';
    for (let turn = 0; turn < 20; turn++) await Promise.resolve();
  }

  async answer(at: number, fails: boolean): Promise<void> {
    await this.tick();
    const [call] = this.calls.splice(at % Math.max(1, this.calls.length), 1);
    if (call === undefined) return;
    call.answer(fails ? new Error('No answer') : call.rows);
    await this.tick();
    // Everybody who waits for these look-ups has an outcome now.
    for (const lookUp of this.all) if (!this.#isWaitedFor(lookUp)) this.#close(lookUp);
  }

  /** Whether somebody has not been answered. */
  #isWaitedFor(lookUp: LookUp): boolean {
    return this.waiters.some((waiter) => waiter.lookUp === lookUp && waiter.outcome === undefined);
  }

  #close(lookUp: LookUp): void {
    lookUp.state = 'over';
    if (this.open.get(lookUp.id) === lookUp) this.open.delete(lookUp.id);
  }

  #provider() {
    const ask = (ids: readonly string[], toAnswer: (rows: readonly object[]) => unknown): Promise<never> =>
      new Promise((resolve, reject) => {
        this.askedFor += ids.length;
        const rows = ids.map((id) => ({ id, title: String(this.server.get(id)) }));
        const answer: Call['answer'] = (given) => {
          if (given instanceof Error) reject(given);
          else resolve(toAnswer(given) as never);
        };
        this.calls.push({ ids, rows, answer });
      });
    return class {
      load = (id: string) => ask([id], ([row]) => row);
      loadMany = (ids: readonly string[]) => ask(ids, (rows) => [...rows].reverse());
    };
  }
}

type Step =
  | { readonly kind: 'load'; readonly id: string; readonly abortable: boolean }
  | { readonly kind: 'news'; readonly id: string }
  | { readonly kind: 'abort'; readonly at: number }
  | { readonly kind: 'tick' }
  | { readonly kind: 'answer'; readonly at: number; readonly fails: boolean };

const id = fc.constantFrom(...IDS);
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('load' as const), id, abortable: fc.boolean() }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('news' as const), id }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('abort' as const), at: fc.nat(9) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('tick' as const) }) },
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constant('answer' as const), at: fc.nat(9), fails: fc.boolean() }),
  },
);

/** What is no promise has happened in the running tick. */
const take = (world: World, each: Step): Promise<void> | undefined => {
  if (each.kind === 'tick') return world.tick();
  if (each.kind === 'answer') return world.answer(each.at, each.fails);
  if (each.kind === 'load') world.load(each.id, each.abortable);
  else if (each.kind === 'news') world.news(each.id);
  else world.abort(each.at);
  return undefined;
};

describe('any interleaving of loads, aborts, answers, failures and news', () => {
  it('[I-87] asks once for those who may share an answer, never shows what is older, and tells each its own end', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 40 }), async (steps) => {
        const world = new World();
        const shown = new Map(IDS.map((each) => [each, 0]));
        const check = (): void => {
          for (const each of IDS) {
            expect(world.value(each)).toBeGreaterThanOrEqual(shown.get(each) ?? 0);
            shown.set(each, world.value(each));
          }
        };
        for (const each of steps) {
          const ticked = take(world, each);
          if (ticked !== undefined) await ticked;
          check();
        }
        await world.tick();
        expect(world.askedFor).toBe(world.all.length);
        while (world.calls.length > 0) await world.answer(0, false);
        check();
        const isGivenUp = ({ controller }: Waiter): boolean => controller?.signal.aborted === true;
        for (const waiter of world.waiters) {
          const ends = isGivenUp(waiter) ? ['AbortedError'] : ['loaded', 'Error'];
          expect(ends).toContain(waiter.outcome);
        }
        for (const each of IDS) expect(world.task(each).fetching).toBe(false);
      }),
      runs(500),
    );
  }, 60_000);
});
