import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { runs } from '../../errors/runs.fixture';
import type { ListSpecs } from '../../query';
import { Scope } from '../../registry';
import { ids, Players, player } from './player.fixture';
import type { CollectionProvider, ListContext } from './types';

/** Lets everything run that waits for nothing but its turn. */
const settled = async (): Promise<void> => {
  for (let turn = 0; turn < 20; turn++) await Promise.resolve();
};

/** A call of the provider: for which load, and its end. */
interface Call {
  readonly load: number;
  readonly context: ListContext | undefined;
  answer(rows: 'rows' | 'failure'): void;
}

/** A load that was asked for, and what became of it. */
interface Load {
  readonly number: number;
  readonly controller: AbortController;
  outcome: string | undefined;
}

type Row = ReturnType<typeof player>;

/** The number of a load is the score that it asks for, and its rows say that they are its own. */
class World implements Disposable {
  readonly calls: Call[] = [];
  readonly loads: Load[] = [];
  readonly players: Players;
  /** The load whose answer is shown; -1 before the first. */
  shown = -1;

  constructor() {
    const { calls } = this;
    class Provider implements CollectionProvider<Row> {
      list({ where }: ListSpecs<Row>, context?: ListContext) {
        const load = Number(where?.score);
        return new Promise<{ items: Row[]; total: number; next: string }>((resolve, reject) => {
          const rows = [1, 2].map((n) => player(`${load}-${n}`, { score: load }));
          const answer: Call['answer'] = (kind) => {
            if (kind === 'failure') reject(new Error(`failed ${load}`));
            else resolve({ items: rows, total: 100 + load, next: `after ${load}` });
          };
          calls.push({ load, context, answer });
        });
      }
    }
    this.players = new Scope().run(() => new Players({ provider: Provider }));
  }

  load(): void {
    const load: Load = {
      number: this.loads.length,
      controller: new AbortController(),
      outcome: undefined,
    };
    this.loads.push(load);
    this.players.load({ where: { score: load.number }, signal: load.controller.signal }).then(
      () => (load.outcome = 'ended'),
      (error: Error) => (load.outcome = error.message),
    );
  }

  /** The newest load, as long as nobody has ended it. */
  get running(): Load | undefined {
    const load = this.loads.at(-1);
    return load?.outcome === undefined ? load : undefined;
  }

  [Symbol.dispose](): void {
    this.players.dispose();
  }
}

type Step =
  | { readonly kind: 'load' }
  | { readonly kind: 'abort'; readonly at: number }
  | { readonly kind: 'answer'; readonly at: number; readonly as: 'rows' | 'failure' };

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ kind: fc.constant('load' as const) }),
  fc.record({ kind: fc.constant('abort' as const), at: fc.nat(9) }),
  fc.record({
    kind: fc.constant('answer' as const),
    at: fc.nat(9),
    as: fc.constantFrom('rows' as const, 'rows' as const, 'failure' as const),
  }),
);

/** Takes a step, and says how the running load must end by it, if at all. */
const take = (world: World, each: Step): string | undefined => {
  const { running } = world;
  if (each.kind === 'load') {
    world.load();
    // What is superseded ends quietly.
    return running === undefined ? undefined : 'ended';
  }
  if (each.kind === 'abort') {
    const load = world.loads[each.at % Math.max(1, world.loads.length)];
    load?.controller.abort();
    return load !== undefined && load === running ? 'load was aborted.' : undefined;
  }
  const [call] = world.calls.splice(each.at % Math.max(1, world.calls.length), 1);
  call?.answer(each.as);
  if (call === undefined || call.load !== running?.number) return undefined;
  if (each.as === 'failure') return `failed ${call.load}`;
  world.shown = call.load;
  return 'ended';
};

const check = (world: World): void => {
  const { players, shown, loads, running } = world;
  expect(ids(players)).toEqual(shown < 0 ? [] : [`${shown}-1`, `${shown}-2`]);
  expect(players.getTotal()).toBe(shown < 0 ? 0 : 100 + shown);
  expect(players.getNext()).toBe(shown < 0 ? null : `after ${shown}`);
  expect(players.fetching).toBe(running !== undefined);
  // Of all that were asked for, the newest alone may still run: the others have ended, and their providers know.
  for (const load of loads) if (load !== running) expect(load.outcome).toBeDefined();
  for (const { load, context } of world.calls) {
    expect(context?.signal?.aborted).toBe(load !== running?.number);
  }
};

describe('any order of loads, answers, failures and aborts', () => {
  it('[C-5] shows one answer, whole, of the newest load that was answered while it was the newest', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 25 }), async (steps) => {
        using world = new World();
        for (const each of steps) {
          const { running } = world;
          const end = take(world, each);
          await settled();
          expect(end ?? running?.outcome).toBe(running?.outcome);
          check(world);
        }
      }),
      runs(300),
    );
  }, 60_000);
});
