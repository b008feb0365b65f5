import { describe, expect, it } from 'vitest';
import { type Actor, roomPolicy, type Viewer } from './index';

const viewer = (id: string, role: Viewer['role'] = 'user'): Viewer => ({ id, role, status: 'active' });
const row = { id: 'r', ownerId: 'ada' };

const may = (actor: Actor): string =>
  [
    roomPolicy.can(actor, 'read', { row }) && 'read',
    roomPolicy.can(actor, 'create', { row: {} }) && 'create',
    roomPolicy.can(actor, 'update', { row, field: 'isLocked' }) && 'lock',
    roomPolicy.can(actor, 'delete', { row }) && 'close',
  ]
    .filter(Boolean)
    .join();

describe('rooms', () => {
  it.each<[string, Actor, string]>([
    ['who opened it', viewer('ada'), 'read,create,lock,close'],
    ['an admin', viewer('zoe', 'admin'), 'read,create,lock,close'],
    ['somebody else', viewer('bob'), 'read,create'],
    ['nobody', undefined, ''],
    ['whose account is not active', { ...viewer('ada'), status: 'inactive' }, ''],
  ])('of %s', (_, actor, expected) => {
    expect(may(actor)).toBe(expected);
  });

  it('change their owner, capacity and people for nobody', () => {
    for (const field of ['ownerId', 'capacity', 'participants', 'presence', 'version'] as const) {
      expect(roomPolicy.can(viewer('zoe', 'admin'), 'update', { row, field })).toBe(false);
    }
  });
});
