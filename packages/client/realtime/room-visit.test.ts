import type { Gesture } from '@myapp/core/realtime';
import type { IRoom } from '@myapp/core/rooms';
import { ReactiveModel } from 'reactive/model';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Realtime } from './realtime';
import { RoomVisit } from './room-visit';

const ID = '0199c2f0-0000-7000-8000-000000000001';
const SINCE = '2026-11-27T10:00:00.000Z';

const ROOM: IRoom = {
  id: ID,
  name: 'Lobby',
  ownerId: 'ada',
  isLocked: false,
  capacity: 20,
  participants: ['ada', 'bob'],
  presence: ['ada', 'bob'].map((userId) => ({ userId, name: userId, since: SINCE })),
  version: 2,
};

/** A connection whose other end answers that one is in, and keeps what it is told. */
class Line extends ReactiveModel<{ status: string }> {
  declare status: string;
  readonly told: Gesture[] = [];

  constructor() {
    super({ properties: ['status'], status: 'online' });
  }

  follow(): () => void {
    return () => {};
  }

  async ask(): Promise<IRoom> {
    return ROOM;
  }

  tell(_name: string, { gesture }: { gesture: Gesture }): void {
    this.told.push(gesture);
  }

  hear(gesture: Gesture): void {
    this.trigger('room:gesture' as never, { id: ID, userId: 'bob', gesture } as never);
  }
}

const visitBy = async (line: Line) => {
  const visit = new RoomVisit(line as unknown as Realtime, ID); // it has all that a visit asks of one
  const leave = visit.enter();
  await vi.advanceTimersByTimeAsync(0);
  expect(visit.state).toBe('inside');
  return { visit, leave };
};

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('who types', () => {
  it('is told a few times in a second, and not any more after a pause', async () => {
    const line = new Line();
    const { visit, leave } = await visitBy(line);
    for (let letter = 0; letter < 20; letter += 1) {
      visit.typing();
      await vi.advanceTimersByTimeAsync(20);
    }
    expect(line.told.length).toBeLessThanOrEqual(5);
    expect(line.told.at(-1)).toEqual({ typing: true });
    await vi.advanceTimersByTimeAsync(2500);
    expect(line.told.at(-1)).toEqual({ typing: false });
    leave();
  });

  it('is told to have stopped once, by whom they stop or leave', async () => {
    const line = new Line();
    const { visit, leave } = await visitBy(line);
    visit.typing();
    await vi.advanceTimersByTimeAsync(200);
    visit.stopTyping();
    visit.stopTyping();
    expect(line.told).toEqual([{ typing: true }, { typing: false }]);
    await vi.advanceTimersByTimeAsync(200);
    visit.typing();
    leave();
    await vi.advanceTimersByTimeAsync(5000);
    expect(line.told.slice(2)).toEqual([{ typing: true }, { typing: false }]);
  });

  it('is seen, and not for ever where it gets lost that they stopped, even if they go on pointing', async () => {
    const line = new Line();
    const { visit, leave } = await visitBy(line);
    line.hear({ typing: true });
    expect(visit.gestures['bob']?.typing).toBe(true);
    for (let second = 0; second < 8; second += 1) {
      line.hear({ pointer: { x: 0.5, y: 0.5 } });
      await vi.advanceTimersByTimeAsync(1000);
    }
    expect(visit.gestures['bob']).toMatchObject({ typing: false, pointer: { x: 0.5, y: 0.5 } });
    await vi.advanceTimersByTimeAsync(8000);
    expect(visit.gestures).toEqual({});
    leave();
  });
});
