export { encodePatches } from './encode';
export { applyPatch, onPatch, type PatchOptions } from './patches';
export { parsePatches } from './read';
export { applySnapshot, snapshot } from './snapshot';
export type { Patch, Snapshot } from './types';
