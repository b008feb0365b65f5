export { etag, idempotencyKey, ifMatch } from './conditional';
export {
  type IdempotencyStore,
  idempotent,
  type KeptAnswer,
  type KeyedRequest,
  type OnceAnswer,
} from './idempotent';
export { type JsonBodyOptions, jsonBody } from './json-body';
export { listSpecs } from './list-specs';
export { parseBody, parseChanges, type WithBody } from './parse-body';
export { type Failure, nothingHere, type ProblemOptions, problems } from './problems';
export { type SentRow, sendCreated, sendList, sendRow, sendSharedRow } from './respond';
export { type ApiHandler, type ApiRequest, type ApiRoutes, apiRouter, type PathParams } from './router';
