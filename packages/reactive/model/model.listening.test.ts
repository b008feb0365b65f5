import { describe, expect, it } from 'vitest';
import { DefinitionError, StateError } from '../errors';
import { useReported } from '../errors/reported.fixture';
import { listenerCount, ReactiveModel, setMaxListeners, transaction } from './index';
import { lobby } from './room.fixture';
import { Team } from './team.fixture';

const reported = useReported();

const heardBy = (emitter: { on(event: '*', listener: (fired: unknown) => void): () => void }) => {
  const heard: unknown[] = [];
  const stop = emitter.on('*', (fired) => heard.push(fired));
  return { heard, stop };
};

describe('who listens to all events', () => {
  it('[M-84] is told of each with its payload, after those who listen to it alone', () => {
    const room = lobby();
    const order: string[] = [];
    room.on('*', ({ event }) => {
      if (event !== 'meta:changed') order.push(`any ${event}`);
    });
    room.on('name.changed', () => order.push('name'));
    room.on('change', () => order.push('change'));
    const { heard } = heardBy(room);
    room.set({ name: 'hall', isLocked: true });
    expect(heard).toContainEqual({ event: 'name.changed', payload: { value: 'hall', previous: 'lobby' } });
    expect(heard).toContainEqual({ event: 'isLocked.changed', payload: { value: true, previous: false } });
    expect(heard).toContainEqual({ event: 'change', payload: undefined });
    expect(heard).toContainEqual({ event: 'meta:changed', payload: undefined });
    expect(order).toEqual(['name', 'any name.changed', 'any isLocked.changed', 'change', 'any change']);
  });

  it('[M-84] hears computed properties, nested ones and events of one’s own', () => {
    interface ISize {
      width: number;
      area: number;
    }
    const size = new ReactiveModel<ISize>({
      properties: ['width'],
      computed: [{ name: 'area', dependencies: ['width'], compute: (self) => self.width ** 2 }],
      width: 2,
    });
    const { heard } = heardBy(size);
    size.set({ width: 3 });
    size.trigger('event:measured', 'twice');
    expect(heard).toContainEqual({ event: 'area.changed', payload: { value: 9, previous: 4 } });
    expect(heard).toContainEqual({ event: 'event:measured', payload: 'twice' });
    const team = new Team({ room: { name: 'lobby' } });
    const inTeam = heardBy(team);
    team.room.name = 'hall';
    expect(inTeam.heard).toContainEqual({
      event: 'room.changed',
      payload: { value: team.room, previous: team.room, paths: ['room.name'] },
    });
  });

  it('[M-84] hears each event of a transaction once, and nothing of one that was rolled back', () => {
    const room = lobby();
    const { heard, stop } = heardBy(room);
    expect(() =>
      transaction(() => {
        room.name = 'hall';
        throw new Error('no');
      }),
    ).toThrow('no');
    expect(heard).toEqual([]);
    transaction(() => {
      room.name = 'hall';
      room.name = 'attic';
    });
    expect(heard[0]).toEqual({ event: 'name.changed', payload: { value: 'attic', previous: 'lobby' } });
    stop();
    room.name = 'roof';
    expect(heard.length).toBe(3);
    expect(listenerCount(room)).toBe(0);
  });

  it('[M-84] begins with the next event when it begins in the middle of one, and `once` ends with the first', () => {
    const room = lobby();
    const late: string[] = [];
    const first: string[] = [];
    room.once('*', ({ event }) => first.push(event));
    room.once('name.changed', () => room.on('*', ({ event }) => late.push(event)));
    room.name = 'hall';
    expect(first).toEqual(['name.changed']);
    expect(late.toSorted()).toEqual(['change', 'meta:changed']);
  });

  it('[M-84] ends with `off` and with its signal', () => {
    const room = lobby();
    const end = new AbortController();
    const heard: unknown[] = [];
    const listener = (fired: unknown) => heard.push(fired);
    room.on('*', listener);
    room.on('*', listener, { signal: end.signal });
    room.off('*', listener);
    room.on('*', listener, { signal: end.signal });
    end.abort();
    room.name = 'hall';
    expect(heard).toEqual([]);
  });

  it('[M-84] cannot be fired at', () => {
    const room = lobby();
    // @ts-expect-error '*' is no event
    expect(() => room.trigger('*')).toThrow(DefinitionError);
  });
});

describe('the listeners of an emitter', () => {
  it('[M-85] are counted, by event and in all', () => {
    const room = lobby();
    expect([listenerCount(room), listenerCount(room, 'name.changed')]).toEqual([0, 0]);
    const stops = [
      room.on('name.changed', () => {}),
      room.on('*', () => {}),
      room.on('name.changed', () => {}),
    ];
    room.once('change', () => {});
    expect([listenerCount(room), listenerCount(room, 'name.changed'), listenerCount(room, '*')]).toEqual([
      4, 2, 1,
    ]);
    for (const stop of stops) stop();
    expect([listenerCount(room), listenerCount(room, 'name.changed')]).toEqual([1, 0]);
  });

  const listen = (room: ReturnType<typeof lobby>, times: number): void => {
    for (let n = 0; n < times; n++) room.on('change', () => {});
  };

  it('[M-86] that are more than 100 to one event are reported, once', () => {
    const room = lobby();
    listen(room, 100);
    room.on('name.changed', () => {});
    expect(reported).toEqual([]);
    listen(room, 300);
    expect(reported).toEqual([expect.any(StateError)]);
    expect(String(reported[0])).toMatch(/101 listeners to 'change' of one Room/);
    expect(listenerCount(room, 'change')).toBe(400);
  });

  it('[M-86] may be as many as `setMaxListeners` says, for one emitter or for all', () => {
    const [few, many] = [lobby(), lobby()];
    setMaxListeners(2, few);
    setMaxListeners(0, many);
    listen(few, 2);
    listen(many, 200);
    expect(reported).toEqual([]);
    listen(few, 1);
    expect(reported.length).toBe(1);
    setMaxListeners(1);
    try {
      listen(lobby(), 2);
      expect(reported.length).toBe(2);
    } finally {
      setMaxListeners(100);
    }
    for (const wrong of [-1, Number.NaN, '3' as never]) {
      expect(() => setMaxListeners(wrong)).toThrow(DefinitionError);
    }
  });
});
