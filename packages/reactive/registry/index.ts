export { currentScope, installScopeResolver, Scope } from './scope';
