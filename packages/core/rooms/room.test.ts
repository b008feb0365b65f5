import { ConflictError, ForbiddenError } from 'reactive/errors';
import { describe, expect, it, vi } from 'vitest';
import { type IRoom, Room } from '.';

const SINCE = '2026-11-27T10:00:00.000Z';

const lobby = (specs: Partial<IRoom> = {}): Room => new Room({ id: 'lobby', name: 'Lobby', ...specs });

describe('a room', () => {
  it('tells who is in it, since when, and each change once', () => {
    const room = lobby();
    const changed = vi.fn();
    room.on('change', changed);
    room.join('ada', { name: 'Ada', since: SINCE });
    room.join('bob');
    expect(room.participants).toEqual(['ada', 'bob']);
    expect(room.presence[0]).toEqual({ userId: 'ada', name: 'Ada', since: SINCE });
    expect(changed).toHaveBeenCalledTimes(2);
    room.leave('ada');
    expect([room.participants, room.presence.map(({ userId }) => userId)]).toEqual([['bob'], ['bob']]);
  });

  it('has each of them once, and takes no note of who was not there', () => {
    const room = lobby({ capacity: 1 });
    const changed = vi.fn();
    room.join('ada', { since: SINCE });
    room.on('change', changed);
    room.join('ada');
    room.leave('bob');
    expect(room.presence).toEqual([{ userId: 'ada', name: 'ada', since: SINCE }]);
    expect(changed).not.toHaveBeenCalled();
  });

  it('lets nobody in while it is locked, but for its owner', () => {
    const room = lobby({ ownerId: 'ada' });
    room.lock();
    expect(() => room.join('bob')).toThrow(new ForbiddenError('Room is locked'));
    room.join('ada');
    room.unlock();
    room.join('bob');
    expect(room.participants).toEqual(['ada', 'bob']);
  });

  it('holds as many as it was made for', () => {
    const room = lobby({ capacity: 1 });
    room.join('ada');
    expect(() => room.join('bob')).toThrow(ConflictError);
    expect(room.has('bob')).toBe(false);
  });

  it('follows newer states only', () => {
    const room = lobby({ ownerId: 'ada', version: 2 });
    const state = { ...(room.getProperties() as IRoom), name: 'Hall' };
    expect([room.follow({ ...state, version: 1 }), room.name]).toEqual([false, 'Lobby']);
    expect([room.follow({ ...state, version: 4 }), room.name]).toEqual([true, 'Hall']);
    expect(room.follow({ ...state, version: 4, name: 'Lobby' })).toBe(false);
  });
});
