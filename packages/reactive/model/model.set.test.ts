import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { ValidationError } from '../errors';
import { leftAtMost, survivors } from '../registry/garbage.fixture';
import { transaction } from './batch';
import { ReactiveModel } from './model';
import { lobby, record } from './room.fixture';

describe('set', () => {
  it('[M-10] changes nothing and fires nothing when one of the values is wrong', () => {
    const room = lobby();
    const log = record(room, 'name.changed', 'isLocked.changed', 'change', 'meta:changed');
    expect(room.set({ isLocked: true, name: 'x', participants: ['ada', ''] })).toEqual({
      updated: false,
      errors: { name: ['Too short'], 'participants.1': ['Nobody'] },
    });
    expect(room.getProperties()).toEqual({ id: '1', name: 'lobby', participants: [], isLocked: false });
    expect(room.unpublished).toBe(false);
    expect(log).toEqual([]);
  });

  it('[M-10] blames unknown and computed names, and what only a class may declare', () => {
    const room = lobby();
    const values = { title: 1, properties: ['id'], computed: [], isLocked: true };
    expect(room.set(values as object)).toEqual({
      updated: false,
      errors: {
        title: ['Unknown property.'],
        properties: ['Only a class can declare this.'],
        computed: ['Only a class can declare this.'],
      },
    });
    expect(room.isLocked).toBe(false);
  });

  it('[M-10] is safe with names that objects have of their own', () => {
    const room = lobby();
    const values = JSON.parse('{"__proto__":{"isLocked":true},"constructor":1,"toString":2}');
    expect(Object.keys(room.set(values).errors ?? {})).toEqual(['__proto__', 'constructor', 'toString']);
    expect(room.isLocked).toBe(false);
  });

  it.each([
    null,
    undefined,
    'name',
    7,
    ['name'],
    [],
    new Map([['name', 'hall']]),
    new Set(['name']),
    new Date(0),
  ])('[M-10] needs an object of values, not %j', (values) => {
    expect(() => lobby().set(values as never)).toThrow(ValidationError);
  });

  it('[M-11] says whether anything changed', () => {
    const room = lobby();
    expect(room.set({ name: 'hall', isLocked: true })).toEqual({ updated: true });
    expect(room.set({ name: 'hall', isLocked: true })).toEqual({ updated: false });
    expect(room.set({})).toEqual({ updated: false });
  });

  it('[M-11] empties a property that is set to undefined', () => {
    const room = lobby({ openedAt: new Date(0) });
    expect(room.set({ openedAt: undefined })).toEqual({ updated: true });
    expect(room.openedAt).toBeUndefined();
    expect('openedAt' in room.getProperties()).toBe(false);
  });

  it('[M-12] stores what the schema makes of a value', () => {
    const room = lobby();
    room.set({ name: 'HALL' });
    expect(room.name).toBe('hall');
    expect(room.set({ name: 'Hall' })).toEqual({ updated: false });
    room.name = 'ROOF';
    expect(room.name).toBe('roof');
  });

  it('[M-12] keeps apart what its rules set meanwhile, in other models and in the same one', () => {
    class Door extends ReactiveModel<{ isOpen: boolean; name: string; uses: number }> {
      declare isOpen: boolean;
      declare name: string;
      declare uses: number;
      protected override get schema() {
        return z.object({ name: z.string().overwrite(noted) });
      }
      constructor(specs: Partial<{ isOpen: boolean; name: string; uses: number }> = {}) {
        super({ properties: ['isOpen', 'name', 'uses'], ...specs });
      }
    }
    const [door, other] = [new Door({ uses: 0 }), lobby()];
    const noted = (name: string) => {
      if (name === name.trim()) return name; // asked again, in development, about what it made
      door.uses++;
      other.set({ isLocked: true, participants: ['ada'] });
      return name.trim();
    };
    expect(door.set({ isOpen: false, name: ' front ' })).toEqual({ updated: true });
    expect(door.getProperties()).toEqual({ isOpen: false, name: 'front', uses: 1 });
    expect([other.isLocked, other.participants]).toEqual([true, ['ada']]);
  });

  it.each([
    ['at once', (act: () => void) => act()],
    ['in a transaction', transaction],
  ])('[M-12] lets go of what is replaced, %s', async (_how, within) => {
    const room = lobby();
    const kept = await survivors(() =>
      Array.from({ length: 40 }, () => {
        within(() => room.set({ participants: ['ada'] }));
        const held = new WeakRef(room.participants);
        room.participants = [];
        return held;
      }),
    );
    expect(kept.filter(Boolean).length).toBeLessThanOrEqual(leftAtMost(40));
  });
});

describe('an assignment', () => {
  it('[M-13] is a set of one property', () => {
    const room = lobby();
    const log = record(room, 'name.changed', 'change');
    room.name = 'hall';
    expect(log).toEqual([['name.changed', { value: 'hall', previous: 'lobby' }], 'change']);
  });

  it('[M-13] throws where set would answer with errors', () => {
    const room = lobby();
    const assign = () => {
      room.name = 'x';
    };
    expect(assign).toThrow(ValidationError);
    expect(assign).toThrow(expect.objectContaining({ errors: { name: ['Too short'] } }));
    expect(room.name).toBe('lobby');
  });
});
