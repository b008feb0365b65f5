import { User } from '@myapp/core/entities/user';
import { RegistryFactory } from 'reactive/entities/item';
import { beforeEach, describe, expect, it } from 'vitest';
import { user as audited, recorded } from './blocks/audit';
import { Collection, Item, ReactiveModel } from './blocks/basic-setup';
import { Aggregate } from './blocks/events/event-store';
import { job, SyncJob, sent as toldOfJobs } from './blocks/jobs/sync.job';
import { result } from './blocks/validation';
import { Room, RoomManager, sent as toldToRooms } from './blocks/websocket/room';

describe('the document’s use of models', () => {
  it('imports the same way everywhere', () => {
    expect([ReactiveModel, Item, Collection].every((each) => typeof each === 'function')).toBe(true);
  });

  describe('a room', () => {
    beforeEach(() => toldToRooms.splice(0));

    it('is broadcast once for each join and leave', () => {
      const manager = new RoomManager();
      const room = manager.createRoom('r1', 'Lobby');
      room.join('ada');
      room.join('bob');
      room.leave('ada');
      expect(room.participants).toEqual(['bob']);
      expect(toldToRooms.map(({ payload }) => payload)).toEqual(
        [['ada'], ['ada', 'bob'], ['bob']].map((participants) => ({
          id: 'r1',
          name: 'Lobby',
          participants,
          isLocked: false,
        })),
      );
      expect(toldToRooms[0]).toMatchObject({ room: 'r1', event: 'room:update' });
      expect(manager.getRoom('r1')).toBe(room);
      expect(manager.getRoom('r2')).toBeUndefined();
    });

    it('lets nobody in while it is locked', () => {
      const room = new Room({ id: 'r2', participants: [], isLocked: true });
      expect(() => room.join('ada')).toThrow('Room is locked');
      expect(room.participants).toEqual([]);
    });
  });

  describe('a job', () => {
    it('tells of its progress, which is computed, and ends as completed', () => {
      expect(job).toMatchObject({ status: 'completed', progress: 100, totalItems: 4, processedItems: 4 });
      const progress = toldOfJobs.map(({ payload }) => (payload as { progress: number }).progress);
      expect(progress).toEqual([0, 25, 50, 75, 100, 100]);
      expect(toldOfJobs[0]).toEqual({
        event: 'job:progress',
        payload: { jobId: '123', progress: 0, status: 'running' },
      });
    });

    it('ends as failed, with the error, when an item cannot be processed', async () => {
      class FailingJob extends SyncJob {
        protected override processItem(item: unknown): Promise<void> {
          return item === 2 ? Promise.reject(new Error('item 2 is broken')) : Promise.resolve();
        }
      }
      const failing = new FailingJob({ id: '9' });
      await failing.run([1, 2, 3]);
      expect(failing).toMatchObject({ status: 'failed', error: 'item 2 is broken', processedItems: 1 });
    });
  });

  it('an aggregate keeps its events, counts its version and replays', () => {
    const aggregate = new Aggregate({ id: 'a1' });
    const told: unknown[] = [];
    let changes = 0;
    aggregate.on('event:renamed', (data) => told.push(data));
    aggregate.on('change', () => changes++);
    aggregate.apply({ type: 'renamed', data: 'Ada', timestamp: 1 });
    aggregate.apply({ type: 'promoted', data: null, timestamp: 2 });
    expect(aggregate.version).toBe(2);
    expect(changes).toBe(2);
    expect(aggregate.events.map(({ type }) => type)).toEqual(['renamed', 'promoted']);
    aggregate.replay();
    expect(told).toEqual(['Ada', 'Ada']);
  });

  it('a schema finds what is wrong, property by property', () => {
    expect(result.valid).toBe(false);
    expect(Object.keys(result.errors ?? {})).toEqual(['name', 'email']);
  });

  it('a listener hears of a role that changed', () => {
    audited.set({ role: 'admin' });
    expect(recorded).toEqual([{ message: 'Role changed', details: { userId: '7', newRole: 'admin' } }]);
  });

  it('clearing the registry forgets what was known', async () => {
    const before = new User({ id: '1', name: 'Known' });
    expect(new User({ id: '1' }).name).toBe('Known');
    await import('./blocks/registry');
    expect(new User({ id: '1' }).name).toBeUndefined();
    expect(before.name).toBe('Known');
    RegistryFactory.clearAll();
  });
});
