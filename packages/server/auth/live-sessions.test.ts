import { SYSTEM } from '@myapp/core/policies';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestDatabase } from '../database/testing';
import { type Database, prisma, unitOfWork } from '../db';
import { findLiveSession } from './live-sessions';

const HOUR = 3_600_000;

let database: Database;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

/** Somebody who is signed in, and the token by which. */
async function signedIn(name: string, role: 'admin' | 'user', expiresAt = new Date(Date.now() + HOUR)) {
  const token = `token-of-${name}`;
  const user = await prisma.user.create({ data: { name, email: `${name}@example.org`, role } });
  const session = await prisma.session.create({ data: { userId: user.id, token, expiresAt } });
  return { token, live: { viewer: { id: user.id, role, status: 'active' }, sessionId: session.id } };
}

describe('sessions that are looked up together', () => {
  it('are each one’s own', async () => {
    const ann = await signedIn('ann', 'admin');
    const bob = await signedIn('bob', 'user');
    const tokens = [ann.token, 'nobody’s', bob.token, ann.token, 'with \0 in it'];
    const found = await Promise.allSettled(tokens.map(findLiveSession));
    expect(found.slice(0, 4).map((each) => (each.status === 'fulfilled' ? each.value : each))).toEqual([
      ann.live,
      undefined,
      bob.live,
      ann.live,
    ]);
  });

  it('are none at the very next look when they were ended', async () => {
    const [eve, dan] = [await signedIn('eve', 'user'), await signedIn('dan', 'user')];
    const both = () => Promise.all([findLiveSession(eve.token), findLiveSession(dan.token)]);
    expect(await both()).toEqual([eve.live, dan.live]);
    await prisma.session.deleteMany({ where: { id: eve.live.sessionId } });
    expect(await both()).toEqual([undefined, dan.live]);
  });

  it('are none when their time is over, or their user is not active', async () => {
    const late = await signedIn('late', 'user', new Date(Date.now() - 1000));
    const left = await signedIn('left', 'user');
    const stays = await signedIn('stays', 'admin');
    // Past the trigger that ends the sessions of who is deactivated.
    await unitOfWork(
      async () => {
        await prisma.$executeRaw`SET LOCAL session_replication_role = replica`;
        await prisma.$executeRaw`UPDATE users SET status = 'inactive', version = 2 WHERE id = ${left.live.viewer.id}`;
      },
      { actor: SYSTEM },
    );
    const tokens = [late.token, left.token, stays.token];
    expect(await Promise.all(tokens.map(findLiveSession))).toEqual([undefined, undefined, stays.live]);
  });
});
