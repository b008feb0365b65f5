import { createContext, createElement, type ReactElement, type ReactNode, useContext } from 'react';
import { inRender } from '../model/rendering';
import { currentScope, type Scope } from '../registry';

const ScopeContext = createContext<Scope | undefined>(undefined);

interface ScopeProviderProps {
  /** Whoever made it disposes of it. */
  readonly scope: Scope;
  readonly children?: ReactNode;
}

/**
 * Gives a part of the tree a scope of its own: what its hooks load is shared with nobody outside. For tests, and for
 * rendering on a server where several requests share a process.
 *
 * @example
 * const scope = new Scope();
 * renderToString(<ScopeProvider scope={scope}><App /></ScopeProvider>);
 * scope.dispose();
 */
export const ScopeProvider = ({ scope, children }: ScopeProviderProps): ReactElement =>
  createElement(ScopeContext.Provider, { value: scope }, children);

/**
 * The scope of this part of the tree: that of the nearest {@link ScopeProvider}, else the current one. Items that a
 * component makes itself belong there: `scope.run(() => new User())`.
 *
 * @throws ScopeError when there is no provider, and this process requires a scope.
 */
export const useScope = (): Scope => useContext(ScopeContext) ?? currentScope();

/** Makes what a hook will end, while a component renders. */
export const makeHeld = <R>(scope: Scope, make: () => R): R => inRender(() => scope.run(make));
