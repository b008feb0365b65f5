import { User } from '@myapp/core/entities/user';
import { actAs, type Viewer } from '@myapp/core/policies';
import { requireScope, runInScope } from 'reactive/node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestDatabase } from '../database/testing';
import { type Database, prisma } from '../db';
import { UserPrismaProvider } from './user.provider';

let database: Database;
let restore: () => void;
beforeAll(async () => {
  database = await openTestDatabase();
  restore = requireScope();
});
afterAll(async () => {
  restore();
  await database.close();
});

const NONE = 'NotFoundError';
const ids = { ann: '', bob: '', away: '' };

/** What somebody gets who loads a user, in a scope of their own as a request is. */
async function loaded(viewer: Pick<Viewer, 'id' | 'role'>, id: string): Promise<object | string> {
  return runInScope(async () => {
    actAs({ ...viewer, status: 'active' });
    try {
      const { email, name } = await new User({ id, provider: UserPrismaProvider }).load();
      return email === undefined ? { name } : { name, email };
    } catch (error) {
      return (error as Error).constructor.name;
    }
  });
}

describe('users that several load at once', () => {
  it('are to each what they are to them alone', async () => {
    for (const name of ['ann', 'bob', 'away'] as const) {
      const data = { name, email: `${name}@example.org`, status: name === 'away' ? 'inactive' : 'active' };
      ids[name] = (await prisma.user.create({ data })).id;
    }
    const ann = { id: ids.ann, role: 'user' } as const;
    const bob = { id: ids.bob, role: 'user' } as const;
    const admin = { id: 'admin', role: 'admin' } as const;
    const asked = [ann, bob, admin].flatMap((viewer) =>
      [ids.ann, ids.bob, ids.away, 'no-such-user', 'with \0'].map((id) => [viewer, id] as const),
    );
    const together = await Promise.all(asked.map(([viewer, id]) => loaded(viewer, id)));
    const alone: (object | string)[] = [];
    for (const [viewer, id] of asked) alone.push(await loaded(viewer, id));
    expect(together).toEqual(alone);
    expect(together).toEqual([
      { name: 'ann', email: 'ann@example.org' },
      { name: 'bob' },
      NONE,
      NONE,
      NONE,
      { name: 'ann' },
      { name: 'bob', email: 'bob@example.org' },
      NONE,
      NONE,
      NONE,
      { name: 'ann', email: 'ann@example.org' },
      { name: 'bob', email: 'bob@example.org' },
      { name: 'away', email: 'away@example.org' },
      NONE,
      NONE,
    ]);
  });
});
