export { currentScope, installScopeResolver, isScopeGiven, isScopeRequired, Scope } from './scope';
