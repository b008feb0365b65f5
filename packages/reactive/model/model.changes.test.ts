import { describe, expect, it } from 'vitest';
import { transaction } from './index';
import { lobby, Room, record } from './room.fixture';

describe('what is unpublished', () => {
  it('[M-60] is what differs from the saved values, whatever happened in between', () => {
    const room = lobby();
    expect([room.unpublished, room.changedProperties]).toEqual([false, []]);
    room.set({ isLocked: true, name: 'hall', participants: ['ada'] });
    expect([room.unpublished, room.changedProperties]).toEqual([true, ['name', 'participants', 'isLocked']]);
    room.set({ isLocked: false, participants: [] });
    expect(room.changedProperties).toEqual(['name']);
    room.name = 'lobby';
    expect([room.unpublished, room.changedProperties]).toEqual([false, []]);
  });

  it('[M-61] initialValues are the saved ones', () => {
    const room = lobby();
    room.set({ name: 'hall', openedAt: new Date(0) });
    expect(room.initialValues).toEqual({ id: '1', name: 'lobby', participants: [], isLocked: false });
    room.saveChanges();
    expect(room.initialValues).toEqual(room.getProperties());
  });
});

describe('revert', () => {
  it('[M-62] goes back to the saved values as one change', () => {
    const room = lobby();
    room.set({ name: 'hall', isLocked: true, openedAt: new Date(0) });
    const log = record(room, 'name.changed', 'isLocked.changed', 'change');
    room.revert();
    expect(room.getProperties()).toEqual({ id: '1', name: 'lobby', participants: [], isLocked: false });
    expect(room.unpublished).toBe(false);
    expect(log).toEqual([
      ['name.changed', { value: 'lobby', previous: 'hall' }],
      ['isLocked.changed', { value: false, previous: true }],
      'change',
    ]);
    room.revert();
    expect(log.length).toBe(3);
  });
});

describe('saveChanges', () => {
  it('[M-63] takes the current values for saved, and fires no change', () => {
    const room = lobby();
    room.name = 'hall';
    const log = record(room, 'name.changed', 'change', 'meta:changed');
    room.saveChanges();
    expect([room.unpublished, room.name]).toEqual([false, 'hall']);
    expect(log).toEqual(['meta:changed']);
    room.revert();
    expect(room.name).toBe('hall');
  });
});

describe('a draft', () => {
  it('[M-64] is a model that was made without values, until it is saved', () => {
    const room = new Room();
    expect([room.isDraft, room.ready, lobby().isDraft, lobby().ready]).toEqual([true, true, false, true]);
    room.name = 'hall';
    expect(room.isDraft).toBe(true);
    const log = record(room, 'meta:changed');
    expect(() =>
      transaction(() => {
        room.saveChanges();
        expect(room.isDraft).toBe(false);
        throw new Error('no');
      }),
    ).toThrow('no');
    expect([room.isDraft, log]).toEqual([true, []]);
    room.saveChanges();
    expect([room.isDraft, log]).toEqual([false, ['meta:changed']]);
  });
});
