import { UnauthenticatedError } from 'reactive/errors';
import { currentScope, isScopeGiven, isScopeRequired, type Scope } from 'reactive/registry';
import type { IUser } from '../entities/user/types';

/** Somebody who is signed in. */
export type Viewer = Readonly<Pick<IUser, 'id' | 'role' | 'status'>>;

/** The program itself: a migration, a job, the demo data. It may do everything, and stands in the change log as `system`. */
export const SYSTEM = 'system';

/** Who acts: somebody who is signed in, the program itself, or nobody that is known. */
export type Actor = Viewer | typeof SYSTEM | undefined;

const actors = new WeakMap<Scope, Actor>();

/**
 * Says who acts in the current scope: whoever sent the request or message that it stands for; in a browser, whoever is
 * signed in.
 *
 * @throws ScopeError outside of a scope, where one is required
 * @example
 * await runInScope(async () => {
 *   actAs(session.user);
 *   await new Users({ provider: UsersPrismaProvider }).load();
 * });
 */
export function actAs(actor: Actor): void {
  actors.set(currentScope(), actor);
}

/**
 * Who acts in the current scope; `undefined` while nobody has been named, who may do nothing.
 *
 * @throws ScopeError outside of a scope, where one is required
 */
export function currentActor(): Actor {
  return actors.get(currentScope());
}

/**
 * Who answers for what is done now, as the providers of a server ask: whoever acts in the current scope. Where nobody
 * was named, no scope is required and none was given (a script, a test), it is the program itself: never where it is
 * done for a request, a message or a job.
 *
 * @throws UnauthenticatedError when nobody acts
 * @throws ScopeError outside of a scope, where one is required
 */
export function requireActor(): NonNullable<Actor> {
  const scope = currentScope();
  const mustBeNamed = isScopeRequired() || isScopeGiven();
  const actor = actors.has(scope) || mustBeNamed ? actors.get(scope) : SYSTEM;
  if (actor === undefined) throw new UnauthenticatedError('Sign in first');
  return actor;
}
