import { OpenSessions } from '@myapp/core/entities/account';
import { useEffect } from 'react';
import { useItems, useModel, useScope } from 'reactive/react';
import { SessionsBrowserProvider } from '../providers/session.provider';
import { type Session, sessionOf } from '../session';

/**
 * Who is signed in, as the server has it, as long as a component shows it.
 *
 * @example
 * function Greeting() {
 *   const { state, user } = useSession();
 *   if (state === 'loading') return <p>…</p>;
 *   return user ? <p>Hello {user.name}</p> : <a href="/sign-in">Sign in</a>;
 * }
 */
export const useSession = (): Session => {
  const session = sessionOf(useScope());
  useEffect(() => session.follow(), [session]);
  return useModel(session);
};

/** Where whoever is signed in is signed in, and the tokens of their scripts: a live list. */
export const useOpenSessions = (): OpenSessions =>
  useItems(OpenSessions, { provider: SessionsBrowserProvider }, {});
