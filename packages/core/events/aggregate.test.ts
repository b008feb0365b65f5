import { describe, expect, it } from 'vitest';
import { AccountHistory, Aggregate } from './index';
import { historyOf, storedEvent } from './stored-event.fixture';

describe('an aggregate', () => {
  it('keeps its events, counts its version and replays', () => {
    const aggregate = new Aggregate({ id: 'a1' });
    const told: unknown[] = [];
    let changes = 0;
    aggregate.on('event:renamed', (data: unknown) => told.push(data));
    aggregate.on('change', () => changes++);
    aggregate.apply({ type: 'renamed', data: 'Ada', timestamp: 1 });
    aggregate.apply({ type: 'promoted', data: null, timestamp: 2 });
    expect([aggregate.version, changes]).toEqual([2, 2]);
    expect(aggregate.events.map(({ type }) => type)).toEqual(['renamed', 'promoted']);
    aggregate.replay();
    expect(told).toEqual(['Ada', 'Ada']);
  });

  it('goes on from the events and the version that it is given', () => {
    const events = [{ type: 'renamed', data: 'Ada', timestamp: 1 }];
    const aggregate = new Aggregate({ id: 'a1', events, version: 1 });
    aggregate.apply({ type: 'renamed', data: 'Ada L.', timestamp: 2 });
    expect([aggregate.version, aggregate.events.length, events.length]).toEqual([2, 2, 1]);
  });

  it('tells of an event when the state is whole', () => {
    const aggregate = new Aggregate({ id: 'a1' });
    let seen = 0;
    aggregate.on('event:renamed', () => {
      seen = aggregate.version;
    });
    aggregate.apply({ type: 'renamed', data: 'Ada', timestamp: 1 });
    expect(seen).toBe(1);
  });
});

describe('a decided aggregate', () => {
  it('is what its events make of it, at each of its versions', () => {
    const history = historyOf([
      storedEvent('registered', { name: 'Ada' }),
      storedEvent('promoted'),
      storedEvent('renamed', { name: 'Ada L.' }),
    ]);
    expect(history.state).toMatchObject({ name: 'Ada L.', role: 'admin', rowVersion: 3 });
    expect([0, 1, 2, 3].map((version) => history.at(version).role)).toEqual([
      'user',
      'user',
      'admin',
      'admin',
    ]);
    expect([history.at(0).exists, history.at(1).name, history.at(3)]).toEqual([false, 'Ada', history.state]);
    for (const version of [-1, 4, 1.5]) expect(() => history.at(version)).toThrow(RangeError);
  });

  it('has what commands made pending until it is saved', () => {
    const history = historyOf([storedEvent('registered', { name: 'Ada' })]);
    const states: unknown[] = [];
    history.on('state.changed', ({ value }) => states.push(value.name));
    history.execute({ type: 'change', row: { name: 'Ada L.', role: 'admin' } }, 5);
    expect(history.pending.map(({ type, timestamp }) => [type, timestamp])).toEqual([
      ['renamed', 5],
      ['promoted', 5],
    ]);
    expect([history.version, history.savedVersion, history.state.role]).toEqual([3, 1, 'admin']);
    expect(states).toEqual(['Ada L.', 'Ada L.']);
    history.markSaved();
    expect([history.savedVersion, history.pending]).toEqual([3, []]);
  });

  it('is as it was when a command is refused', () => {
    const history = historyOf([storedEvent('registered', { name: 'Ada' }), storedEvent('deleted')]);
    const before = [history.version, history.state];
    expect(() => history.execute({ type: 'invite' })).toThrow('not any more');
    expect([history.version, history.state]).toEqual(before);
  });

  it('starts at a snapshot as it would from its first event', () => {
    const events = [
      storedEvent('registered', { name: 'Ada' }),
      storedEvent('promoted'),
      storedEvent('renamed', { name: 'Ada L.' }),
    ];
    const whole = historyOf(events);
    const from = { state: whole.at(2), version: 2 };
    const short = new AccountHistory({ id: whole.id, from, events: historyEvents(events).slice(2) });
    expect([short.state, short.version, short.at(2)]).toEqual([whole.state, 3, whole.at(2)]);
    expect(() => short.at(1)).toThrow(RangeError);
  });

  it('refuses a history with a gap', () => {
    const [first, , third] = historyEvents([
      storedEvent('registered', { name: 'Ada' }),
      storedEvent('promoted'),
      storedEvent('demoted'),
    ]);
    expect(first && third && (() => new AccountHistory({ id: 'x', events: [first, third] }))).toThrow(
      'Event 3 of a stream follows event 1',
    );
  });

  it('tells of its events again', () => {
    const history = historyOf([storedEvent('registered', { name: 'Ada' }), storedEvent('promoted')]);
    const told: unknown[] = [];
    history.on('event:promoted', (data: unknown) => told.push(data));
    history.replay();
    expect(told).toEqual([{ rowVersion: 2 }]);
  });
});

function historyEvents(events: readonly ReturnType<typeof storedEvent>[]) {
  return historyOf(events).events.map(({ timestamp: _timestamp, ...event }) => event) as never[];
}
