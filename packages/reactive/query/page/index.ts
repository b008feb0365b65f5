export { type CursorOptions, decodeCursor, encodeCursor } from './cursor';
export { afterCursor } from './keyset';
export { runQuery } from './run';
