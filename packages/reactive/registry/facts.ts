/** Facts about an entity's life, as bits beside those of a model. */
export const FETCHED = 4;
export const FOUND = 8;
export const DELETED = 16;
/** A draft whose publish has started: collections show it already. */
export const JOINED = 32;
export const FETCHING = 64;
export const PROCESSING = 128;
