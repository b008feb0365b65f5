import { describe, expect, it } from 'vitest';
import { historyPolicy, SYSTEM } from './index';

const admin = { id: 'admin', role: 'admin', status: 'active' } as const;
const user = { id: 'user', role: 'user', status: 'active' } as const;
const own = { userId: 'user' };
const others = { userId: 'other' };

describe('the history of a user', () => {
  it('is read by admins and by the user', () => {
    for (const [actor, row, may] of [
      [admin, own, true],
      [admin, others, true],
      [SYSTEM, others, true],
      [user, own, true],
      [user, others, false],
      [user, {}, false],
      [{ ...admin, status: 'inactive' }, own, false],
      [{ ...user, status: 'inactive' }, own, false],
      [undefined, own, false],
    ] as const) {
      expect(historyPolicy.can(actor, 'read', { row })).toBe(may);
    }
    expect(historyPolicy.reason(user, 'read', { row: others })).toContain('Only an admin');
    expect(historyPolicy.readableWhere(user)).toEqual({ userId: 'user' });
    expect(historyPolicy.readableWhere(admin)).toEqual({});
  });

  it('tells admins alone in which request it was', () => {
    expect(historyPolicy.readableFields(admin, own)).toContain('requestId');
    expect(historyPolicy.readableFields(user, own)).not.toContain('requestId');
    expect([...historyPolicy.queryableFields(user).keys()]).toEqual([
      'id',
      'userId',
      'version',
      'type',
      'at',
      'actor',
    ]);
  });

  it('is written by nobody', () => {
    for (const action of ['create', 'update', 'delete'] as const) {
      expect(historyPolicy.can(admin, action, { row: own })).toBe(false);
    }
  });
});
