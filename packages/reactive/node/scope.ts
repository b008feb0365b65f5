import { AsyncLocalStorage } from 'node:async_hooks';
import { installScopeResolver, Scope } from '../registry';
import { offerScopes } from '../registry/scope';

const running = new AsyncLocalStorage<Scope>();
const resolve = (): Scope | undefined => running.getStore();

/** Runs work in a scope, which it has whether or not the process requires one. */
function enter<R>(scope: Scope, work: () => R): R {
  offerScopes(resolve);
  return running.run(scope, work);
}

/**
 * Ends the one default scope of this process: from now on entities belong to the scope of the request, message or
 * job that makes them, and making one outside of any is a `ScopeError`. A composition root calls it once, before
 * anything else.
 *
 * @returns a function that takes it back, for tests
 * @example
 * requireScope();
 * app.use('/api', scopeMiddleware(), userRoutes(providers));
 */
export function requireScope(): () => void {
  return installScopeResolver(resolve);
}

/**
 * Runs one piece of work in a scope of its own, whatever it awaits: nothing that it loads is shared with another.
 * The scope ends with the promise that `work` returns. Within a scope, makes another, separate one.
 *
 * @example
 * await runInScope(async () => {
 *   const user = new User({ id, provider: UserPrismaProvider });
 *   await user.load();
 * });
 */
export async function runInScope<R>(work: () => R | Promise<R>): Promise<R> {
  const scope = new Scope();
  try {
    return await enter(scope, work);
  } finally {
    scope.dispose();
  }
}

/** What is needed of a response to know that its request is over. */
interface Closing {
  once(event: 'close', listener: () => void): unknown;
}

/**
 * Gives each HTTP request a scope of its own, which ends when the response has been sent or the client has gone.
 * Fits Express, Connect and whatever else calls `(req, res, next)`.
 *
 * Put it after what reads the body: a parser calls on from the connection's events, which belong to no request.
 *
 * @example
 * app.use('/api', jsonBody(), scopeMiddleware(), userRoutes(providers));
 */
export function scopeMiddleware(): (req: unknown, res: Closing, next: () => void) => void {
  return (_req, res, next) => {
    const scope = new Scope();
    res.once('close', () => scope.dispose());
    enter(scope, next);
  };
}
