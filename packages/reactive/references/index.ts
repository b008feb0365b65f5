export { type Reference, type ReferenceEvents, reference } from './reference';
export { type References, type ReferencesEvents, references } from './references';
export type { ReferenceLoadOptions, ReferenceSpecs } from './types';
