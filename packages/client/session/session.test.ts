// @vitest-environment happy-dom
import { User } from '@myapp/core/entities/user';
import { currentActor } from '@myapp/core/policies';
import { UnauthenticatedError } from 'reactive/errors';
import { Scope } from 'reactive/registry';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { UserBrowserProvider } from '../providers/user.provider';
import { type Session, sessionOf } from './index';
import { AccountServer, person } from './server.fixture';

const ada = person('Ada', { role: 'admin' });
const grace = person('Grace');
const alan = person('Alan');

let server: AccountServer;
let scope: Scope;
let session: Session;
let stop: () => void;

const credentials = ({ email }: { email: string }) => ({
  email,
  password: 'difference engine',
  rememberMe: true,
});
const userOf = (id: string): User => scope.run(() => new User({ id, provider: UserBrowserProvider }));
const actor = (): string | undefined => {
  const acting = scope.run(currentActor);
  return typeof acting === 'object' ? acting.id : acting;
};
const until = (state: Session['state']) => vi.waitFor(() => expect(session.state).toBe(state));

beforeEach(() => {
  location.href = 'http://localhost:3000/';
  server = new AccountServer([ada, grace, alan]);
  vi.stubGlobal('fetch', server.fetch);
  scope = new Scope();
  session = sessionOf(scope);
  stop = session.follow();
});
afterEach(() => {
  stop();
  scope.dispose();
  vi.unstubAllGlobals();
});

describe('a session', () => {
  it('is unknown until the server has said who is signed in', async () => {
    expect([session.state, session.user]).toEqual(['loading', undefined]);
    await until('signedOut');
    expect([session.ended, actor()]).toEqual([false, undefined]);
  });

  it('begins by signing in, from when on that person acts, and is ended by signing out', async () => {
    await session.signIn(credentials(ada));
    expect([session.state, session.user?.name, actor()]).toEqual(['signedIn', 'Ada', ada.id]);
    expect(session.user?.createdAt).toBeInstanceOf(Date);
    expect(session.user).toEqual(userOf(ada.id));
    await session.signOut();
    expect([session.state, session.user, session.ended, actor()]).toEqual([
      'signedOut',
      undefined,
      false,
      undefined,
    ]);
    expect(server.signedIn).toBeUndefined();
  });

  it('does not begin with a wrong password, nor does that end the one that there is', async () => {
    await until('signedOut');
    const wrong = { email: 'nobody@example.org', password: 'guess', rememberMe: true };
    await expect(session.signIn(wrong)).rejects.toBeInstanceOf(UnauthenticatedError);
    expect([session.state, session.ended]).toEqual(['signedOut', false]);
  });

  it('takes the newest answer, whatever order they come in', async () => {
    await until('signedOut');
    const release = server.holdNext();
    const old = session.load();
    await session.signIn(credentials(grace));
    release();
    await old;
    expect(session.user?.name).toBe('Grace');
  });

  it('keeps why the server could not be asked, and what was known', async () => {
    await session.signIn(credentials(grace));
    vi.stubGlobal('fetch', () => Promise.reject(new TypeError('no network')));
    await expect(session.load()).rejects.toMatchObject({ code: 'unavailable' });
    expect([session.error?.code, session.user?.name]).toEqual(['unavailable', 'Grace']);
  });
});

describe('what somebody has seen', () => {
  it('is forgotten when they sign out', async () => {
    await session.signIn(credentials(ada));
    const seen = userOf(alan.id);
    await seen.load();
    expect(seen.email).toBe('alan@example.org');
    await session.signOut();
    expect(userOf(alan.id).email).toBeUndefined();
  });

  it('is forgotten before somebody else is let in, whatever way the one before has left', async () => {
    await session.signIn(credentials(ada));
    const seen = userOf(alan.id);
    await seen.load();
    server.signedIn = undefined;
    await session.load();
    const forgotten = vi.fn();
    session.on('forget', forgotten);
    await session.signIn(credentials(grace));
    expect(forgotten).toHaveBeenCalledOnce();
    const again = userOf(alan.id);
    expect(again.email).toBeUndefined();
    await again.load();
    expect([again.name, again.email]).toEqual(['Alan', undefined]);
  });

  it('does not come back by an answer that was on its way when they left', async () => {
    await session.signIn(credentials(ada));
    const release = server.holdNext();
    const late = userOf(alan.id).load();
    await vi.waitFor(() => expect(server.asked.at(-1)).toMatch(alan.id));
    await session.signOut();
    await session.signIn(credentials(grace));
    release();
    await late;
    expect(userOf(alan.id).email).toBeUndefined();
  });

  it('is forgotten when they may do less than before', async () => {
    await session.signIn(credentials(ada));
    const seen = userOf(alan.id);
    await seen.load();
    server.signedIn = { ...ada, role: 'user' };
    await session.load();
    expect(session.user?.isAdmin).toBe(false);
    expect(userOf(alan.id).email).toBeUndefined();
  });
});

describe('a session that ended elsewhere', () => {
  it('is noticed by the first answer that says so', async () => {
    await session.signIn(credentials(grace));
    server.signedIn = undefined;
    await expect(userOf(alan.id).load()).rejects.toBeInstanceOf(UnauthenticatedError);
    await until('signedOut');
    expect([session.ended, session.user, actor()]).toEqual([true, undefined, undefined]);
  });

  it('lets the same person go on where they were', async () => {
    await session.signIn(credentials(grace));
    const own = userOf(grace.id);
    own.name = 'Grace Hopper';
    server.signedIn = undefined;
    await session.load();
    expect(session.ended).toBe(true);
    await session.signIn(credentials(grace));
    expect([session.ended, userOf(grace.id).name]).toEqual([false, 'Grace Hopper']);
  });

  it('does not end by an answer to what was sent before it began', async () => {
    await until('signedOut');
    const release = server.holdNext();
    const early = userOf(alan.id).load();
    await vi.waitFor(() => expect(server.asked.at(-1)).toMatch(alan.id));
    await session.signIn(credentials(grace));
    release();
    await expect(early).rejects.toBeInstanceOf(UnauthenticatedError);
    await vi.waitFor(() => expect(server.asked.at(-1)).toBe('GET /api/auth/get-session'));
    expect([session.state, session.ended]).toEqual(['signedIn', false]);
  });
});

describe('the other tabs of a browser', () => {
  it('sign in and out together', async () => {
    await until('signedOut');
    const other = sessionOf(new Scope());
    const leave = other.follow();
    await vi.waitFor(() => expect(other.state).toBe('signedOut'));
    await session.signIn(credentials(ada));
    await vi.waitFor(() => expect(other.user?.name).toBe('Ada'));
    await other.signOut();
    await until('signedOut');
    expect(session.ended).toBe(false);
    leave();
    await session.signIn(credentials(grace));
    expect(other.state).toBe('signedOut');
  });
});
