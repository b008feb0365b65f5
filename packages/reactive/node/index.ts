export { requireScope, runInScope, scopeMiddleware } from './scope';
