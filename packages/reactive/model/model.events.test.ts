import { describe, expect, it, vi } from 'vitest';
import { DefinitionError } from '../errors';
import { useReported } from '../errors/reported.fixture';
import { ReactiveModel, transaction } from './index';
import { lobby, record } from './room.fixture';

const reported = useReported();

describe('the events of a change', () => {
  it('[M-20] are one for each property, then one `change`, when the state is whole', () => {
    const room = lobby();
    const log = record(room, 'change', 'isLocked.changed', 'name.changed', 'participants.changed');
    const seen: unknown[] = [];
    room.on('isLocked.changed', () => seen.push(room.name));
    room.on('name.changed', () => seen.push(room.isLocked));
    room.set({ isLocked: true, name: 'hall' });
    expect(log).toEqual([
      ['isLocked.changed', { value: true, previous: false }],
      ['name.changed', { value: 'hall', previous: 'lobby' }],
      'change',
    ]);
    expect(seen).toEqual(['hall', true]);
  });

  it('[M-20] reach every listener once, in the order of subscription', () => {
    const room = lobby();
    const calls: number[] = [];
    for (const n of [1, 2, 3]) room.on('change', () => calls.push(n));
    room.name = 'hall';
    expect(calls).toEqual([1, 2, 3]);
  });

  it('[M-21] a listener that throws stops neither the write nor the others, and is reported', () => {
    const room = lobby();
    const boom = new Error('boom');
    room.on('name.changed', () => {
      throw boom;
    });
    const log = record(room, 'name.changed', 'change');
    expect(room.set({ name: 'hall' })).toEqual({ updated: true });
    expect(log.length).toBe(2);
    expect(reported).toEqual([boom]);
  });

  it('[M-21] a listener whose promise is rejected is reported like one that throws', async () => {
    const room = lobby();
    const slip = new Error('slip');
    const late = (): unknown => Promise.reject(slip);
    room.on('change', late);
    room.name = 'hall';
    await vi.waitFor(() => expect(reported).toEqual([slip]));
  });

  it('[M-22] a listener that is removed while an event fires is not called; one that is added is not either', () => {
    const room = lobby();
    const [removed, added] = [vi.fn(), vi.fn()];
    room.on('change', () => {
      stop();
      room.on('change', added);
    });
    const stop = room.on('change', removed);
    room.name = 'hall';
    expect(removed).not.toHaveBeenCalled();
    expect(added).not.toHaveBeenCalled();
    room.name = 'roof';
    expect(added).toHaveBeenCalledTimes(1);
  });

  it('[M-23] what a listener changes is told in a round of its own, after the one that is running', () => {
    const room = lobby();
    const log: unknown[] = [];
    room.on('name.changed', ({ value }) => {
      if (value === 'hall') room.set({ name: 'roof', isLocked: true });
      log.push(['first', value]);
    });
    room.on('name.changed', ({ value, previous }) => log.push(['second', previous, value]));
    room.on('change', () => log.push(['change', room.name]));
    room.name = 'hall';
    expect(log).toEqual([
      ['first', 'hall'],
      ['second', 'lobby', 'hall'],
      ['change', 'roof'],
      ['first', 'roof'],
      ['second', 'hall', 'roof'],
      ['change', 'roof'],
    ]);
  });

  it('[M-24] listeners that answer each other without end are stopped, and reported', () => {
    const [a, b] = [lobby(), lobby()];
    let turns = 0;
    a.on('name.changed', () => {
      turns++;
      b.name = `b ${turns}`;
    });
    b.on('name.changed', () => {
      a.name = `a ${turns}`;
    });
    a.name = 'go on';
    expect(turns).toBeLessThan(1000);
    expect(reported).toEqual([expect.any(DefinitionError)]);
    const log = record(lobby(), 'change');
    expect(log).toEqual([]);
    const other = lobby();
    const after = record(other, 'change');
    other.name = 'hall';
    expect(after).toEqual(['change']);
  });

  it('[M-24] those that were stopped are told again of what comes later, and of nothing from before', () => {
    const room = lobby();
    let isCalm = false;
    const values: unknown[] = [];
    room.on('name.changed', ({ value, previous }) => {
      if (isCalm) values.push([previous, value]);
      else room.name = `${value}x`;
    });
    room.name = 'go on';
    isCalm = true;
    const { name } = room;
    // In a transaction it waits for the end, as what the loop wrote did.
    transaction(() => {
      room.name = 'calm';
    });
    expect(values).toEqual([[name, 'calm']]);
  });

  it('[M-28] `meta:changed` fires once when a fact about the model changes, and not otherwise', () => {
    const room = lobby();
    const log = record(room, 'meta:changed');
    room.set({ name: 'hall', isLocked: true });
    expect(log.length).toBe(1);
    room.name = 'roof';
    expect(log.length).toBe(1);
    room.name = 'lobby';
    expect([log.length, room.changedProperties]).toEqual([2, ['isLocked']]);
    transaction(() => {
      room.name = 'hall';
      room.name = 'lobby';
    });
    expect(log.length).toBe(2);
    transaction(() => {
      room.name = 'hall';
      room.isLocked = false;
    });
    expect([log.length, room.changedProperties]).toEqual([3, ['name']]);
    room.saveChanges();
    room.saveChanges();
    expect(log.length).toBe(4);
  });
});

class Aggregate extends ReactiveModel<{ total: number }, { added: number; reset: undefined }> {
  declare total: number;
  constructor(specs: { total?: number } = {}) {
    super({ properties: ['total'], ...specs });
  }
}

describe('subscriptions', () => {
  it('[M-25] end with what `on` gave, with `off`, or with a signal', () => {
    const room = lobby();
    const [byFunction, byOff, bySignal] = [vi.fn(), vi.fn(), vi.fn()];
    const controller = new AbortController();
    const stop = room.on('change', byFunction);
    room.on('change', byOff);
    room.on('change', byOff);
    room.on('change', bySignal, { signal: controller.signal });
    stop();
    stop();
    room.off('change', byOff);
    controller.abort();
    room.on('change', bySignal, { signal: controller.signal });
    room.name = 'hall';
    for (const listener of [byFunction, byOff, bySignal]) expect(listener).not.toHaveBeenCalled();
  });

  it('[M-25] leave nothing on a signal that lives longer', () => {
    const { signal } = new AbortController();
    const [add, remove] = [vi.spyOn(signal, 'addEventListener'), vi.spyOn(signal, 'removeEventListener')];
    const room = lobby();
    const listener = () => {};
    room.on('change', listener, { signal })();
    room.on('change', listener, { signal });
    room.off('change', listener);
    expect(remove.mock.calls.length).toBe(add.mock.calls.length);
  });

  it('[M-25] two of one listener are two, and ending one leaves the other', () => {
    const room = lobby();
    const listener = vi.fn();
    const stop = room.on('change', listener);
    room.on('change', listener);
    stop();
    room.name = 'hall';
    expect(listener).toHaveBeenCalledTimes(1);
  });

  it('[M-26] `once` ends with its first event, also when that one changes the model', () => {
    const room = lobby();
    const listener = vi.fn(() => {
      room.isLocked = true;
    });
    room.once('change', listener);
    room.name = 'hall';
    room.name = 'roof';
    expect(listener).toHaveBeenCalledTimes(1);
  });

  it('[M-26] `once` ends with `off`, its function or its signal, too, when nothing has fired yet', () => {
    const room = lobby();
    const calls: string[] = [];
    const offed = () => calls.push('off');
    room.once('change', offed);
    room.off('change', offed);
    room.once('change', () => calls.push('stop'))();
    const controller = new AbortController();
    room.once('change', () => calls.push('signal'), { signal: controller.signal });
    controller.abort();
    room.name = 'hall';
    expect(calls).toEqual([]);
  });

  it('[M-25] need a function', () => {
    expect(() => lobby().on('change', 'no' as never)).toThrow(DefinitionError);
  });

  it('[M-27] `trigger` fires an event of one’s own at once, with its payload', () => {
    const aggregate = new Aggregate({ total: 1 });
    const log = record(aggregate as never, 'added', 'reset', 'event:renamed');
    aggregate.trigger('added', 5);
    aggregate.trigger('reset');
    aggregate.trigger('event:renamed', { to: 'x' });
    aggregate.trigger('event:nobody-listens');
    expect(log).toEqual([['added', 5], 'reset', ['event:renamed', { to: 'x' }]]);
  });
});
