import { describe, expect, it } from 'vitest';
import { storedUser } from '../entities/user/memory.fixture';
import { userPolicy, type Viewer } from './index';

const away = storedUser('away', { status: 'inactive' });
const mayRead = (viewer: Viewer, row = away) => userPolicy.can(viewer, 'read', { row });

describe('the rules of a viewer', () => {
  it('are those of who they are now, whichever object says so', () => {
    const viewer: { -readonly [Name in keyof Viewer]: Viewer[Name] } = {
      id: 'ada',
      role: 'admin',
      status: 'active',
    };
    expect(mayRead(viewer)).toBe(true);
    viewer.role = 'user';
    expect(mayRead(viewer)).toBe(false);
    expect(mayRead({ id: 'ada', role: 'admin', status: 'active' })).toBe(true);
    viewer.id = 'away';
    expect(mayRead(viewer)).toBe(true);
    viewer.status = 'inactive';
    expect(mayRead(viewer)).toBe(false);
  });

  it('are not those of another, however ids are spelt', () => {
    expect(mayRead({ id: 'ada","admin', role: 'user', status: 'active' })).toBe(false);
    expect(mayRead({ id: 'ada,admin', role: 'user', status: 'active' })).toBe(false);
    expect(mayRead({ id: 'ada', role: 'admin', status: 'active' })).toBe(true);
  });

  it('are each one’s own with more viewers than are remembered', () => {
    for (let n = 0; n < 2500; n++) {
      const viewer: Viewer = { id: `u${n % 1250}`, role: n % 3 === 0 ? 'admin' : 'user', status: 'active' };
      expect(mayRead(viewer)).toBe(n % 3 === 0);
      expect(mayRead(viewer, storedUser(viewer.id, { status: 'inactive' }))).toBe(true);
    }
  });
});
