import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { runs } from '../../errors/runs.fixture';
import type { ListSpecs } from '../../query';
import type { IPlayer } from './player.fixture';
import { ServedWorld } from './served-world.fixture';

interface Command {
  readonly text: string;
  readonly take: (world: ServedWorld) => void | Promise<void>;
}

const at = fc.nat(2);
const which = fc.nat(9);
const values = fc.record(
  {
    team: fc.constantFrom<'red' | 'blue'>('red', 'blue'),
    score: fc.nat(4),
    name: fc.constantFrom('Ann', 'Bob'),
  },
  { requiredKeys: [] },
);
const score = fc.nat(4);
const condition = fc.oneof(
  fc.constantFrom({ team: 'red' as const }, { team: { in: ['blue' as const, 'red' as const] } }, {}),
  score.map((gte) => ({ score: { gte } })),
  score.map((value) => ({ NOT: { score: value } })),
  fc
    .tuple(score, score)
    .map(([one, other]) => ({ OR: [{ score: one }, { score: other, team: 'blue' as const }] })),
  fc.constantFrom({ name: { contains: 'a' } }, { name: { startsWith: 'P' } }),
);
const direction = fc.constantFrom('asc' as const, 'desc' as const);
/** Always in some order: without one it is that of arrival, which a server knows nothing of. */
const specs: fc.Arbitrary<ListSpecs<IPlayer>> = fc
  .tuple(
    condition,
    fc.constantFrom<keyof IPlayer>('score', 'team', 'name', 'id'),
    direction,
    fc.constantFrom(undefined, 1, 2, 3, 5),
  )
  .map(([where, field, direction, limit]) => ({
    where,
    orderBy: [{ [field]: direction } as Record<'score', 'asc'>],
    ...(limit === undefined ? {} : { limit }),
  }));
const show = fc.stringify;

const commands: fc.Arbitrary<Command>[] = [
  fc
    .tuple(at, specs)
    .map(([at, specs]) => ({ text: `load ${at}: ${show(specs)}`, take: (world) => world.load(at, specs) })),
  at.map((at) => ({ text: `load next of ${at}`, take: (world) => world.loadNext(at) })),
  fc.tuple(which, values).map(([which, values]) => ({
    text: `publish ${which}: ${show(values)}`,
    take: (world) => world.publish(which, values),
  })),
  fc.tuple(values, fc.boolean()).map(([values, isAnswered]) => ({
    text: `create ${show(values)}: ${isAnswered ? 'answered' : 'fails'}`,
    take: (world) => world.create(values, isAnswered),
  })),
  which.map((which) => ({ text: `delete ${which}`, take: (world) => world.delete(which) })),
  fc.tuple(which, values).map(([which, values]) => ({
    text: `take back ${which}: ${show(values)}`,
    take: (world) => world.takeBack(which, values),
  })),
  fc.tuple(at, which).map(([at, which]) => ({
    text: `remove ${which} from ${at}`,
    take: (world) => world.remove(at, which),
  })),
  fc
    .tuple(at, fc.constantFrom('clear' as const, 'dispose' as const))
    .map(([at, how]) => ({ text: `${how} ${at}`, take: (world) => world[how](at) })),
  fc.tuple(at, specs).map(([at, specs]) => ({
    text: `load ${at}, and it fails: ${show(specs)}`,
    take: (world) => world.failToLoad(at, specs),
  })),
];

const command = ({ text, take }: Command): fc.AsyncCommand<object, ServedWorld> => ({
  check: () => true,
  run: (_, world) => world.observe(() => take(world)),
  toString: () => text,
});

describe('collections of a server whose rows are changed through this client', () => {
  it('[C-39] show, when nothing is under way, just what the server would answer', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.commands(
          commands.map((each) => each.map(command)),
          { maxCommands: 25, size: 'max' },
        ),
        async (commands) => {
          await fc.asyncModelRun(() => ({ model: {}, real: new ServedWorld() }), commands);
        },
      ),
      runs(150),
    );
  }, 60_000);

  it('[C-39] count again what was taken out, when a later page brings it', async () => {
    const world = new ServedWorld();
    await world.observe(() =>
      world.load(1, { where: { NOT: { score: 3 } }, orderBy: [{ team: 'asc' }], limit: 1 }),
    );
    await world.observe(() => world.remove(1, 0));
    await world.observe(() => world.publish(0, { team: 'red' }));
    await world.observe(() => world.delete(4));
    expect(world).toBeInstanceOf(ServedWorld); // each step has been compared with the server
  });
});
