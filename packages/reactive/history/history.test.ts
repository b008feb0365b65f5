import { describe, expect, it } from 'vitest';
import { Player } from '../entities/collection/player.fixture';
import { DefinitionError, StateError } from '../errors';
import { listenerCount, ReactiveModel, transaction } from '../model';
import { lobby } from '../model/room.fixture';
import { Node, Team } from '../model/team.fixture';
import { Scope } from '../registry';
import { history } from './index';

const inScope = (test: () => Promise<void> | void) => () => new Scope().run(test);

describe('a history', () => {
  it('[U-1] takes changes back one by one, and does them again', () => {
    const room = lobby();
    const steps = history(room);
    room.name = 'hall';
    room.set({ name: 'attic', isLocked: true });
    expect([steps.undo(), room.name, room.isLocked]).toEqual([true, 'hall', false]);
    expect([steps.undo(), room.name]).toEqual([true, 'lobby']);
    expect([steps.undo(), room.name]).toEqual([false, 'lobby']);
    expect([steps.redo(), room.name]).toEqual([true, 'hall']);
    expect([steps.redo(), room.name, room.isLocked]).toEqual([true, 'attic', true]);
    expect(steps.redo()).toBe(false);
    expect(room.unpublished).toBe(true);
    steps.undo();
    steps.undo();
    expect(room.unpublished).toBe(false);
  });

  it('[U-1] forgets what was undone when something else is changed', () => {
    const room = lobby();
    const steps = history(room);
    room.name = 'hall';
    steps.undo();
    room.name = 'attic';
    expect([steps.redo(), room.name]).toEqual([false, 'attic']);
    steps.undo();
    expect(room.name).toBe('lobby');
  });

  it('[U-2] has a transaction as one step, over all its models, and nothing of one that was rolled back', () => {
    const [room, other, stranger] = [lobby(), lobby(), lobby()];
    const steps = history([room, other]);
    transaction(() => {
      other.name = 'attic';
      room.name = 'hall';
      room.name = 'roof';
      stranger.name = 'elsewhere';
    });
    expect(() =>
      transaction(() => {
        room.name = 'gone';
        throw new Error('no');
      }),
    ).toThrow('no');
    transaction(() => {
      room.name = 'back';
      room.name = 'roof';
    });
    steps.undo();
    expect([room.name, other.name, stranger.name]).toEqual(['lobby', 'lobby', 'elsewhere']);
    expect(steps.canUndo).toBe(false);
    steps.redo();
    expect([room.name, other.name]).toEqual(['roof', 'attic']);
  });

  it('[U-2] undoes a step as one change', () => {
    const room = lobby();
    const steps = history(room);
    room.set({ name: 'hall', isLocked: true });
    let changes = 0;
    room.on('change', () => changes++);
    steps.undo();
    expect(changes).toBe(1);
    expect(() => transaction(() => steps.redo())).toThrow(StateError);
    expect(steps.canRedo).toBe(true);
  });

  it('[U-3] has what listeners add to a change in the same step, and nothing of their answers to an undo', () => {
    const room = lobby();
    const steps = history(room);
    room.on('name.changed', ({ value }) => {
      room.participants = [value];
    });
    room.name = 'hall';
    expect(room.participants).toEqual(['hall']);
    steps.undo();
    expect([room.name, room.participants]).toEqual(['lobby', ['lobby']]);
    expect([steps.canUndo, steps.canRedo]).toEqual([false, true]);
    steps.redo();
    expect([room.name, room.participants]).toEqual(['hall', ['hall']]);
    expect([steps.canUndo, steps.canRedo]).toEqual([true, false]);
  });

  it('[U-4] follows models inside, and brings back one that was replaced with what it was', () => {
    const team = new Team({ room: { name: 'lobby' } });
    const steps = history(team);
    const first = team.room;
    first.name = 'hall';
    team.room = lobby({ name: 'other' });
    team.room.name = 'changed';
    expect([steps.undo(), team.room.name]).toEqual([true, 'other']);
    steps.undo();
    expect(team.room).toBe(first);
    expect([steps.undo(), first.name]).toEqual([true, 'lobby']);
    while (steps.canRedo) steps.redo();
    expect([team.room === first, team.room.name]).toEqual([false, 'changed']);
  });

  it('[U-4] takes back what became of one in the change that brought it back, or while it was away', () => {
    const team = new Team({ room: { name: 'lobby' } });
    const steps = history(team);
    const first = team.room;
    const second = lobby({ name: 'other' });
    team.room = second;
    transaction(() => {
      team.room = first;
      first.name = 'hall';
    });
    second.name = 'cellar';
    team.room = second;
    const names = () => [team.room === first, first.name, second.name];
    const back = [];
    while (steps.undo()) back.push(names());
    expect(back).toEqual([
      [true, 'hall', 'other'],
      [false, 'lobby', 'other'],
      [true, 'lobby', 'other'],
    ]);
    while (steps.redo()) back.push(names());
    expect(back.slice(3)).toEqual([
      [false, 'lobby', 'other'],
      [true, 'hall', 'other'],
      [false, 'hall', 'cellar'],
    ]);
  });

  it('[U-4] ends in a ring of models', () => {
    const ring = new Node({ name: 'a' });
    ring.next = ring;
    const steps = history(ring);
    ring.name = 'b';
    steps.undo();
    expect(ring.name).toBe('a');
  });

  it('[U-5] tells whether there is something to undo or to redo', () => {
    const room = lobby();
    const steps = history(room);
    const told: string[] = [];
    steps.on('*', ({ event }) => {
      if (event !== 'change') told.push(event);
    });
    expect([steps.canUndo, steps.canRedo]).toEqual([false, false]);
    room.name = 'hall';
    room.name = 'attic';
    expect([steps.canUndo, steps.canRedo, told.splice(0)]).toEqual([true, false, ['canUndo.changed']]);
    steps.undo();
    expect(told.splice(0)).toEqual(['canRedo.changed']);
    steps.undo();
    expect(told.splice(0)).toEqual(['canUndo.changed']);
    steps.clear();
    expect([steps.canUndo, steps.canRedo, told]).toEqual([false, false, ['canRedo.changed']]);
    expect(room.name).toBe('lobby');
    expect(() => Reflect.set(steps, 'canUndo', true)).toThrow(DefinitionError);
  });

  it('[U-6] keeps no more steps than its limit, 100 unless told', () => {
    const undone = (steps: ReturnType<typeof history>): number => {
      let count = 0;
      while (steps.undo()) count++;
      return count;
    };
    const [many, few] = [lobby(), lobby()];
    const [byDefault, three] = [history(many), history(few, { limit: 3 })];
    for (let n = 1; n <= 150; n++) {
      many.name = `hall ${n}`;
      few.name = `hall ${n}`;
    }
    expect([undone(byDefault), undone(three)]).toEqual([100, 3]);
    expect(few.name).toBe('hall 147');
    for (const limit of [0, 1.5, Number.NaN]) expect(() => history(few, { limit })).toThrow(DefinitionError);
  });

  it('[U-7] records no more once it was disposed of, and listens to nothing', () => {
    const room = lobby();
    const steps = history(room);
    room.name = 'hall';
    steps[Symbol.dispose]();
    room.name = 'attic';
    expect([steps.undo(), steps.canUndo, listenerCount(room), room.name]).toEqual([false, false, 0, 'attic']);
  });

  it('[U-8] puts back values that the schema would not take, unknown ones too', () => {
    const room = lobby({ participants: undefined as never });
    expect(room.participants).toBe(undefined);
    const steps = history(room);
    room.participants = ['Ada'];
    steps.undo();
    expect(room.participants).toBe(undefined);
    expect(room.set({ participants: undefined as never }).errors).toHaveProperty('participants');
  });

  it('[U-8] takes a revert back, and undoes past what was saved', () => {
    const room = lobby();
    const steps = history(room);
    room.name = 'hall';
    room.revert();
    steps.undo();
    expect(room.name).toBe('hall');
    room.saveChanges();
    room.name = 'attic';
    steps.undo();
    expect([room.name, room.unpublished]).toEqual(['hall', false]);
    steps.undo();
    expect([room.name, room.changedProperties]).toEqual(['lobby', ['name']]);
  });
});

describe('what comes from outside', () => {
  const ada = () => new Player({ id: 'p1', name: 'Ada', score: 1, team: 'red' });

  it(
    '[U-9] is no step, and no step takes it back',
    inScope(() => {
      const player = ada();
      const steps = history(player);
      player.set({ name: 'Grace', score: 2 });
      player.saveChanges();
      // News of an entity that the scope knows.
      new Player({ id: 'p1', name: 'Hedy' });
      expect(player.name).toBe('Hedy');
      expect(steps.undo()).toBe(true);
      expect([player.name, player.score]).toEqual(['Hedy', 1]);
      expect(steps.undo()).toBe(false);
      expect(steps.redo()).toBe(true);
      expect([player.name, player.score]).toEqual(['Hedy', 2]);
    }),
  );

  it(
    '[U-9] ends the history of a property that was edited meanwhile',
    inScope(() => {
      const player = ada();
      const steps = history(player);
      player.name = 'Grace';
      new Player({ id: 'p1', name: 'Hedy' });
      expect([player.name, player.initialValues.name]).toEqual(['Grace', 'Hedy']);
      expect([steps.undo(), player.name]).toEqual([false, 'Grace']);
      player.revert();
      expect(player.name).toBe('Hedy');
      steps.undo();
      expect(player.name).toBe('Grace');
    }),
  );

  it(
    '[U-9] leaves the steps of other properties, and is noticed at a load',
    inScope(async () => {
      class Server {
        async load() {
          return { id: 'p1', name: 'Hedy', score: 1 };
        }
      }
      const player = new Player({ id: 'p1', name: 'Ada', score: 1, provider: Server });
      const steps = history(player);
      player.name = 'Grace';
      expect(steps.canUndo).toBe(true);
      await player.load();
      expect([player.name, steps.canUndo]).toEqual(['Grace', false]);
      player.score = 5;
      await player.load();
      expect([steps.undo(), player.score]).toEqual([true, 1]);
    }),
  );

  it(
    '[U-9] is what a provider makes of what it saves, and not what was sent',
    inScope(async () => {
      class Server {
        async publish({ name }: { name?: string }) {
          return { status: 200, data: { name: `${name}!`, score: 9 } };
        }
      }
      const player = new Player({ id: 'p1', name: 'Ada', score: 1, team: 'red', provider: Server });
      const steps = history(player);
      player.set({ name: 'Grace', team: 'blue' });
      await player.publish();
      expect([player.name, player.score]).toEqual(['Grace!', 9]);
      steps.undo();
      expect([player.name, player.score, player.team]).toEqual(['Grace!', 9, 'red']);
      expect(player.changedProperties).toEqual(['team']);
    }),
  );
});

describe('the models of a history', () => {
  it('[U-10] may be of several classes, and anything else does not compile', () => {
    const room = lobby();
    const model = new ReactiveModel<{ size: number }>({ properties: ['size'], size: 1 });
    const steps = history([room, model], { limit: 5 });
    model.set({ size: 2 });
    room.name = 'hall';
    steps.undo();
    steps.undo();
    expect([room.name, model.getProperty('size')]).toEqual(['lobby', 1]);
    const wrong = (): void => {
      // @ts-expect-error an object is no model
      history({});
      // @ts-expect-error a number of steps is needed
      history(room, { limit: '5' });
      // @ts-expect-error it is the history that says so
      steps.canUndo = true;
    };
    expect(wrong).toThrow(DefinitionError);
  });

  it.each([undefined, null, 'x', {}, Object.create(null), [lobby(), null]])(
    '[U-10] cannot be %o',
    (given) => {
      expect(() => history(given as never)).toThrow(DefinitionError);
      expect(() => history(given as never)).toThrow(
        /^history\(\) takes models and structures, and was given/,
      );
    },
  );
});
