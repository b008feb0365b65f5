export { HttpCollectionProvider } from './collection';
export type { HttpConnection } from './connection';
export { HttpItemProvider } from './item';
export { type HttpAnswer, type HttpCall, send } from './send';
