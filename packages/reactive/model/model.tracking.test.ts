import { describe, expect, it, vi } from 'vitest';
import { DefinitionError, setErrorReporter } from '../errors';
import { effect, ReactiveModel, transaction } from './index';
import { lobby } from './room.fixture';
import { Team } from './team.fixture';

/** What an effect saw, each time it ran. */
const watch = <V>(read: () => V): V[] => {
  const seen: V[] = [];
  effect(() => {
    seen.push(read());
  });
  return seen;
};

describe('an effect that reads a model', () => {
  it('[M-80] runs again when a property that it read changed, and for no other', () => {
    const room = lobby();
    const names = watch(() => room.name);
    const all = watch(() => room.getProperties().isLocked);
    room.isLocked = true;
    room.name = 'hall';
    room.name = 'hall';
    expect(names).toEqual(['lobby', 'hall']);
    expect(all).toEqual([false, true, true]);
  });

  it('[M-80] runs once for a transaction, and for one that is rolled back not at all', () => {
    const room = lobby();
    const seen = watch(() => [room.name, room.isLocked]);
    transaction(() => room.set({ name: 'hall', isLocked: true }) && room.set({ name: 'roof' }));
    expect(() =>
      transaction(() => {
        room.name = 'never';
        throw new Error('no');
      }),
    ).toThrow('no');
    expect(seen).toEqual([
      ['lobby', false],
      ['roof', true],
    ]);
  });

  it('[M-80] follows facts about the model’s life', () => {
    const room = lobby();
    const seen = watch(() => [room.unpublished, room.changedProperties.join()]);
    room.name = 'hall';
    room.name = 'roof';
    room.revert();
    expect(seen).toEqual([
      [false, ''],
      [true, 'name'],
      [false, ''],
    ]);
  });

  it('[M-80] follows computed properties, and what is read in nested models', () => {
    class Box extends ReactiveModel<{ side: number; area: number }> {
      declare side: number;
      declare readonly area: number;
      constructor(specs: { side?: number } = {}) {
        super({
          properties: ['side'],
          computed: [{ name: 'area', dependencies: ['side'], compute: (self) => self.side ** 2 }],
          ...specs,
        });
      }
    }
    const box = new Box({ side: 2 });
    const areas = watch(() => box.area);
    box.side = -2;
    box.side = 3;
    expect(areas).toEqual([4, 9]);
    const team = new Team({ name: 'Red', room: { name: 'lobby' } });
    const names = watch(() => `${team.name} in ${team.room.name}, ${team.unpublished}`);
    team.room.name = 'hall';
    expect(names).toEqual(['Red in lobby, false', 'Red in hall, true']);
  });

  it('[M-80] runs no more once it is ended', () => {
    const room = lobby();
    const seen: string[] = [];
    const end = effect(() => {
      seen.push(room.name);
    });
    room.name = 'hall';
    end();
    end();
    room.name = 'roof';
    expect(seen).toEqual(['lobby', 'hall']);
  });

  it('[M-80] reports what it throws later to nobody who wrote, and runs again', () => {
    const room = lobby();
    const reported = vi.fn();
    const restore = setErrorReporter(reported);
    const seen = watch(() => {
      if (room.name === 'hall') throw new RangeError('hall');
      return room.name;
    });
    room.name = 'hall';
    room.name = 'roof';
    restore();
    expect([seen, reported.mock.calls]).toEqual([['lobby', 'roof'], [[new RangeError('hall')]]]);
  });

  it('[M-80] ends with a first run that throws', () => {
    const room = lobby();
    let runs = 0;
    const begin = () =>
      effect(() => {
        runs++;
        if (room.name === 'lobby') throw new RangeError('lobby');
      });
    expect(begin).toThrow(RangeError);
    room.name = 'hall';
    expect(runs).toBe(1);
  });

  it('[M-80] sees what another effect answers to its first run, as to any other', () => {
    const [from, to] = [lobby(), lobby()];
    effect(() => {
      to.name = `to ${from.name}`;
    });
    const seen: string[] = [];
    const end = effect(() => {
      seen.push(to.name);
      if (from.name === 'lobby') from.name = 'hall';
    });
    expect(seen).toEqual(['to lobby', 'to hall']);
    from.name = 'attic';
    expect(seen).toEqual(['to lobby', 'to hall', 'to attic']);
    end();
  });

  it('[M-80] is stopped where others answer it without end, and that is reported; later changes are seen', () => {
    const [here, there] = [lobby(), lobby()];
    const reported: unknown[] = [];
    const restore = setErrorReporter((error) => reported.push(error));
    let runs = 0;
    const ends = [
      effect(() => {
        runs++;
        if (there.name !== 'rest') here.name = `${there.name}!`;
      }),
      effect(() => {
        if (here.name !== 'rest') there.name = here.name;
      }),
    ];
    restore();
    expect(runs).toBeGreaterThan(100);
    expect(reported).toEqual([expect.any(DefinitionError)]);
    const before = runs;
    there.name = 'rest';
    expect(runs).toBe(before + 1);
    for (const end of ends) end();
  });

  it('[M-80] writes on its own account: what that changes is seen by the others', () => {
    const room = lobby();
    effect(() => {
      room.isLocked = room.name === 'safe';
    });
    const seen = watch(() => [room.name, room.isLocked]);
    const heard: boolean[] = [];
    room.on('isLocked.changed', ({ value }) => heard.push(value));
    room.name = 'safe';
    expect(seen.at(-1)).toEqual(['safe', true]);
    expect(heard).toEqual([true]);
  });
});
