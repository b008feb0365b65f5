export type { TreeId, TreeNode, TreePlace } from './forest';
export { ReactiveTree, type TreeEvents, type TreeTarget } from './tree';
