export { describeApi } from './document';
export { problemResponses } from './problems';
export { resourcePaths } from './resource';
export type { DescribedResource, ResourceDescription } from './types';
