import fc from 'fast-check';
import { describe, it } from 'vitest';
import { runs } from '../../errors/runs.fixture';
import { EntityWorld } from './entity-world.fixture';

interface Command {
  readonly text: string;
  readonly take: (world: EntityWorld) => void | Promise<void>;
  /** Whether it makes the first object. */
  readonly makes?: boolean;
}

const scope = fc.constantFrom(0 as const, 1 as const);
const at = fc.nat(7);
const field = fc.constantFrom('a' as const, 'b' as const);
const known = fc.record({ a: fc.nat(3), b: fc.nat(3) }, { requiredKeys: [] });
const given = fc.oneof(
  { weight: 5, arbitrary: known },
  { weight: 1, arbitrary: fc.constantFrom({ a: 5 }, { a: 1, b: 5 }) },
);
const show = fc.stringify;

/** How many of the first commands are those that most of a life is made of. */
const OFTEN = 4;

const commands: fc.Arbitrary<Command>[] = [
  fc.tuple(scope, fc.constantFrom('1', '2', 'next', 'next'), known).map(([scope, id, values]) => ({
    text: `make ${id} in scope ${scope} with ${show(values)}`,
    take: (world) => world.make(scope, id, values),
    makes: true,
  })),
  fc
    .tuple(
      scope,
      fc.oneof(
        { weight: 1, arbitrary: known },
        { weight: 4, arbitrary: fc.record({ a: fc.nat(3), b: fc.nat(3) }) },
      ),
    )
    .map(([scope, values]) => ({
      text: `draft in scope ${scope} with ${show(values)}`,
      take: (world) => world.make(scope, undefined, values),
      makes: true,
    })),
  fc.tuple(at, given).map(([at, values]) => ({
    text: `edit object ${at}: ${show(values)}`,
    take: (world) => world.edit(at, values),
  })),
  at.map((at) => ({ text: `publish object ${at}`, take: (world) => world.publish(at, true) })),
  fc.tuple(at, known).map(([at, values]) => ({
    text: `edit object ${at} and the next, taken back: ${show(values)}`,
    take: (world) => world.takeBack(at, values),
  })),
  fc.tuple(at, fc.constantFrom('revert' as const, 'save' as const, 'open' as const)).map(([at, what]) => ({
    text: `${what} object ${at}`,
    take: (world) => world[what](at),
  })),
  fc
    .tuple(at, fc.constantFrom('load' as const, 'publish' as const), fc.boolean())
    .map(([at, what, isAnswered]) => ({
      text: `${what} object ${at}: ${isAnswered ? 'answered' : 'fails'}`,
      take: (world) => world[what](at, isAnswered),
    })),
  fc
    .tuple(at, fc.constantFrom('comes' as const, 'fails' as const, 'skips' as const))
    .map(([at, how]) => ({ text: `delete object ${at}: ${how}`, take: (world) => world.delete(at, how) })),
  fc.tuple(at, field, fc.constantFrom(0, 1, 5)).map(([at, field, value]) => ({
    text: `type ${field} = ${value} into buffer ${at}`,
    take: (world) => world.type(at, field, value),
  })),
  fc
    .tuple(at, fc.constantFrom('commit' as const, 'discard' as const))
    .map(([at, how]) => ({ text: `${how} buffer ${at}`, take: (world) => world.close(at, how) })),
  scope.map((scope) => ({ text: `clear scope ${scope}`, take: (world) => world.clear(scope) })),
  fc
    .constantFrom(1 as const)
    .map((scope) => ({ text: `dispose scope ${scope}`, take: (world) => world.dispose(scope) })),
];

/** Everything but making an object needs one. */
const command = ({
  text,
  take,
  makes = false,
}: Command): fc.AsyncCommand<{ count: number }, EntityWorld> => ({
  check: (model) => makes || model.count > 0,
  run: async (model, world) => {
    await world.observe(() => take(world));
    model.count = world.count;
  },
  toString: () => text,
});

describe('whatever is done to items, one after the other, in two scopes', () => {
  it('[I-91] they have, and tell, just what lists and maps of plain data say', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.commands(
          // What makes and edits comes three times as often as what ends.
          [...commands, ...commands.slice(0, OFTEN), ...commands.slice(0, OFTEN)].map((each) =>
            each.map(command),
          ),
          { maxCommands: 30, size: 'max' },
        ),
        async (commands) => {
          const setup = () => ({ model: { count: 0 }, real: new EntityWorld() });
          await fc.asyncModelRun(setup, commands);
        },
      ),
      runs(200),
    );
  }, 60_000);
});
