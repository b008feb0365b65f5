import { currentScope, type Scope } from 'reactive/registry';

const names = new WeakMap<Scope, string>();

/**
 * Says under which id the current scope's request, message or job stands in the logs; what it writes is found by it
 * in the change log.
 *
 * @throws ScopeError outside of a scope, where one is required
 * @example
 * app.use((_req, res, next) => {
 *   nameRequest(res.get('X-Request-Id'));
 *   next();
 * });
 */
export function nameRequest(id: string | undefined): void {
  if (id !== undefined) names.set(currentScope(), id);
}

/** What {@link nameRequest} said in the current scope. */
export function requestName(): string | undefined {
  return names.get(currentScope());
}
