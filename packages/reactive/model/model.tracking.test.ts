import { effect } from 'alien-signals';
import { describe, expect, it } from 'vitest';
import { ReactiveModel, transaction } from './index';
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

describe('what reads a model in an effect of the signal engine', () => {
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
});
