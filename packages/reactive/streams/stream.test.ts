import { describe, expect, it } from 'vitest';
import { Player, Players } from '../entities/collection/player.fixture';
import { DefinitionError, StateError } from '../errors';
import { listenerCount, transaction } from '../model';
import { lobby } from '../model/room.fixture';
import { Scope } from '../registry';
import { leftAtMost, survivors } from '../registry/garbage.fixture';
import { stream } from './index';

/** Until everything that was read has arrived. */
const turn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

const DONE = { done: true, value: undefined };

/** Everything that a stream still gives. */
const rest = async <T>(events: AsyncIterable<T>): Promise<T[]> => {
  const read: T[] = [];
  for await (const event of events) read.push(event);
  return read;
};

describe('a stream', () => {
  it('[S-1] gives the payloads of an event from its call on, in order', async () => {
    const room = lobby();
    const names = stream(room, 'name.changed');
    room.name = 'hall';
    room.isLocked = true;
    room.name = 'attic';
    const read: unknown[] = [];
    for await (const { value, previous } of names) {
      read.push([previous, value]);
      if (value === 'attic') setTimeout(() => transaction(() => room.set({ name: 'roof' })));
      if (value === 'roof') break;
    }
    expect(read).toEqual([
      ['lobby', 'hall'],
      ['hall', 'attic'],
      ['attic', 'roof'],
    ]);
  });

  it('[S-1] gives every event for `*`, and events of one’s own', async () => {
    const room = lobby();
    const [all, own] = [stream(room, '*'), stream(room, 'event:knock')];
    room.trigger('event:knock', 'twice');
    room.name = 'hall';
    expect(await all.next()).toEqual({ done: false, value: { event: 'event:knock', payload: 'twice' } });
    expect((await all.next()).value).toEqual({
      event: 'name.changed',
      payload: { value: 'hall', previous: 'lobby' },
    });
    expect(await own.next()).toEqual({ done: false, value: 'twice' });
    await Promise.all([all.return(), own.return()]);
  });

  it('[S-2] ends when its loop is left, however that happens, and then nothing listens', async () => {
    const room = lobby();
    const leave = async (how: () => void): Promise<void> => {
      const changes = stream(room, 'change');
      room.isLocked = !room.isLocked;
      for await (const _ of changes) {
        expect(listenerCount(room)).toBe(1);
        how();
        break;
      }
    };
    await leave(() => {});
    expect(listenerCount(room)).toBe(0);
    const slip = new Error('slip');
    await expect(
      leave(() => {
        throw slip;
      }),
    ).rejects.toBe(slip);
    expect(listenerCount(room)).toBe(0);
  });

  it('[S-2] ends when it is returned or disposed of: who waits is told, what waits is dropped', async () => {
    const room = lobby();
    const [returned, disposed] = [stream(room, 'name.changed'), stream(room, 'name.changed')];
    const waiting = returned.next();
    expect(await returned.return()).toEqual(DONE);
    expect(await waiting).toEqual(DONE);
    room.name = 'hall';
    await disposed[Symbol.asyncDispose]();
    expect(await rest(disposed)).toEqual([]);
    expect(listenerCount(room)).toBe(0);
  });

  it('[S-3] ends quietly when its signal aborts', async () => {
    const room = lobby();
    const end = new AbortController();
    const { signal } = end;
    const [waiting, full] = [
      stream(room, 'name.changed', { signal }),
      stream(room, 'name.changed', { signal }),
    ];
    const read = rest(waiting);
    room.name = 'hall';
    end.abort();
    expect((await read).length).toBe(1);
    expect(await rest(full)).toEqual([]);
    expect(await rest(stream(room, '*', { signal }))).toEqual([]);
    expect(listenerCount(room)).toBe(0);
  });

  it('[S-4] of a collection that has ended already ends at once', async () => {
    const scope = new Scope();
    const [players, others] = [scope.run(() => new Players()), scope.run(() => new Players())];
    players.dispose();
    scope.dispose();
    for (const list of [players, others]) {
      expect(await rest(stream(list, '*'))).toEqual([]);
      expect(listenerCount(list)).toBe(0);
    }
  });

  it('[S-4] ends with its collection, or the scope of that, after what waits', async () => {
    const scope = new Scope();
    const [players, others] = [scope.run(() => new Players()), scope.run(() => new Players())];
    const [events, more] = [stream(players, '*'), stream(others, 'items.changed')];
    scope.run(() => players.addItems([new Player({ id: '1' })]));
    players.dispose();
    players.dispose();
    const names = (await rest(events)).map(({ event }) => event);
    expect(names).toContain('items.changed');
    expect(names).not.toContain('dispose');
    expect(listenerCount(players)).toBe(0);
    scope.dispose();
    expect((await rest(more)).length).toBe(1);
  });

  it('[S-5] that falls behind ends with an error after what waits, unless told to drop', async () => {
    const room = lobby();
    const [failing, newest, oldest] = [
      stream(room, 'name.changed', { limit: 2 }),
      stream(room, 'name.changed', { limit: 2, overflow: 'drop-oldest' }),
      stream(room, 'name.changed', { limit: 2, overflow: 'drop-newest' }),
    ];
    for (const name of ['hall', 'attic', 'roof']) room.name = name;
    expect(listenerCount(room)).toBe(2);
    expect((await failing.next()).value?.value).toBe('hall');
    expect((await failing.next()).value?.value).toBe('attic');
    await expect(failing.next()).rejects.toThrow(StateError);
    expect(await failing.next()).toEqual(DONE);
    const two = async (events: typeof failing) => [
      (await events.next()).value?.value,
      (await events.next()).value?.value,
    ];
    expect(await two(newest)).toEqual(['attic', 'roof']);
    expect(await two(oldest)).toEqual(['hall', 'attic']);
    room.name = 'shed';
    expect((await newest.next()).value?.value).toBe('shed');
    await Promise.all([newest.return(), oldest.return()]);
  });

  it('[S-5] holds 1,000 events unless told', async () => {
    const room = lobby();
    const events = stream(room, 'event:tick');
    for (let n = 0; n <= 1000; n++) room.trigger('event:tick', n);
    const read: unknown[] = [];
    await expect(
      (async () => {
        for await (const event of events) read.push(event);
      })(),
    ).rejects.toThrow('More than 1000 events');
    expect(read.length).toBe(1000);
  });

  it('[S-6] gives each event to one of those who wait, in their order', async () => {
    const room = lobby();
    const events = stream(room, 'event:tick');
    const waiting = [events.next(), events.next(), events.next()];
    room.trigger('event:tick', 1);
    room.trigger('event:tick');
    await events.return();
    expect(await Promise.all(waiting)).toEqual([
      { done: false, value: 1 },
      { done: false, value: undefined },
      DONE,
    ]);
  });

  it('[S-7] that nobody refers to any more ends by itself, but not while somebody waits for it', async () => {
    const room = lobby();
    const read: unknown[] = [];
    const loop = async (): Promise<void> => {
      for await (const event of stream(room, 'event:tick')) read.push(event);
    };
    await survivors(() => {
      for (let n = 0; n < 40; n++) stream(room, 'change');
      void stream(room, 'name.changed').next();
      void loop();
      return [];
    });
    expect(listenerCount(room, 'change')).toBeLessThanOrEqual(leftAtMost(40));
    expect(listenerCount(room, 'event:tick')).toBe(1);
    room.trigger('event:tick', 1);
    await turn();
    room.trigger('event:tick', 2);
    await turn();
    expect(read).toEqual([1, 2]);
  });

  it('[S-7] keeps what it is a stream of, as long as it is read', async () => {
    let events: ReturnType<typeof stream> | undefined;
    const make = (): WeakRef<object>[] => {
      const room = lobby();
      events = stream(room, '*');
      return [new WeakRef(room)];
    };
    expect(await survivors(make)).toEqual([true]);
    await events?.return();
  });

  it('[S-8] with options that are none is refused, and nothing listens', () => {
    const room = lobby();
    for (const limit of [0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY]) {
      expect(() => stream(room, 'change', { limit })).toThrow(DefinitionError);
    }
    expect(() => stream(room, 'change', { overflow: 'block' as never })).toThrow(DefinitionError);
    expect(listenerCount(room)).toBe(0);
  });

  it.each([undefined, null, 'x', {}, Object.create(null)])('[S-8] of %o is refused at once', (source) => {
    expect(() => stream(source as never, 'change')).toThrow(
      /^stream\(\) needs a model, an item or a collection, and was given (undefined|null|string|object)\.$/,
    );
  });

  it.each([undefined, null, 7, Symbol('change')])('[S-8] of the event %s is refused at once', (event) => {
    expect(() => stream(lobby(), event as never)).toThrow(/^stream\(\) needs the name of an event/);
  });
});
