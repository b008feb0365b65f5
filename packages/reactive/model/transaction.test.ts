import { describe, expect, it } from 'vitest';
import { StateError, setErrorReporter } from '../errors';
import { transaction } from './index';
import { lobby, record } from './room.fixture';

const events = [
  'name.changed',
  'isLocked.changed',
  'participants.changed',
  'change',
  'meta:changed',
] as const;

const failing = (work: () => void) => () =>
  transaction(() => {
    work();
    throw new Error('taken back');
  });

describe('a transaction', () => {
  it('[M-30] fires each event once, at its end, with the values before and after', () => {
    const room = lobby();
    const log = record(room, 'name.changed', 'isLocked.changed', 'change');
    const result = room.transaction(() => {
      room.name = 'hall';
      room.set({ isLocked: true, name: 'roof' });
      expect(log).toEqual([]);
      expect(room.name).toBe('roof');
      return 7;
    });
    expect(result).toBe(7);
    expect(log).toEqual([
      ['name.changed', { value: 'roof', previous: 'lobby' }],
      ['isLocked.changed', { value: true, previous: false }],
      'change',
    ]);
  });

  it('[M-30] fires nothing for a value that came back', () => {
    const room = lobby();
    const log = record(room, ...events);
    transaction(() => {
      room.name = 'hall';
      room.name = 'lobby';
    });
    expect(log).toEqual([]);
  });

  it('[M-31] that throws takes back everything, in every model, silently', () => {
    const [one, two] = [lobby(), lobby({ id: '2' })];
    two.isLocked = true;
    const logs = [record(one, ...events), record(two, ...events)];
    expect(
      failing(() => {
        one.name = 'hall';
        one.set({ participants: ['ada'], openedAt: new Date() });
        two.revert();
        two.name = 'roof';
        two.saveChanges();
      }),
    ).toThrow('taken back');
    expect(one.getProperties()).toEqual({ id: '1', name: 'lobby', participants: [], isLocked: false });
    expect(two.getProperties()).toEqual({ id: '2', name: 'lobby', participants: [], isLocked: true });
    expect([one.changedProperties, two.changedProperties]).toEqual([[], ['isLocked']]);
    expect(two.initialValues).toMatchObject({ isLocked: false });
    expect(logs).toEqual([[], []]);
  });

  it('[M-32] nests: an inner one that throws takes back its own writes only', () => {
    const room = lobby();
    const log = record(room, 'name.changed', 'isLocked.changed', 'change');
    transaction(() => {
      room.name = 'hall';
      expect(
        failing(() => {
          room.name = 'roof';
          room.isLocked = true;
        }),
      ).toThrow('taken back');
      expect(room.name).toBe('hall');
    });
    expect(room).toMatchObject({ name: 'hall', isLocked: false });
    expect(log).toEqual([['name.changed', { value: 'hall', previous: 'lobby' }], 'change']);
  });

  it('[M-32] nests: an outer one that throws takes back the inner one too', () => {
    const room = lobby();
    expect(failing(() => transaction(() => room.set({ name: 'hall' })))).toThrow('taken back');
    expect(room).toMatchObject({ name: 'lobby', unpublished: false });
  });

  it('[M-32] a listener’s write is not part of the transaction that it hears of', () => {
    const room = lobby();
    room.on('name.changed', () => {
      room.isLocked = true;
    });
    expect(
      failing(() => {
        room.name = 'hall';
      }),
    ).toThrow('taken back');
    expect(room.isLocked).toBe(false);
    room.name = 'hall';
    expect(room.isLocked).toBe(true);
  });

  it('[M-33] is refused when it is asynchronous, and takes back what came before the first await', async () => {
    const room = lobby();
    const reported: unknown[] = [];
    const restore = setErrorReporter((error) => reported.push(error));
    const work = async () => {
      room.name = 'hall';
      await Promise.resolve();
      throw new Error('later');
    };
    expect(() => transaction(work)).toThrow(StateError);
    expect(room.name).toBe('lobby');
    await new Promise((resolve) => setTimeout(resolve, 0));
    restore();
    expect(reported).toEqual([expect.objectContaining({ message: 'later' })]);
  });
});
