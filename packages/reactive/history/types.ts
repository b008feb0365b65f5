import type { ListenOptions } from '../model';
import type { NestedValue } from '../model/nested';
import type { ModelState } from '../model/state';
import type { NESTED, STATE } from '../model/symbols';

/** A model or a structure, as far as its history goes. */
export interface Undoable {
  readonly [STATE]?: ModelState;
  [NESTED](): NestedValue;
  on(event: 'change', listener: () => void, options?: ListenOptions): () => void;
}

/** Options of `history`. */
export interface HistoryOptions {
  /** How many steps can be undone; 100 unless told. Older ones are forgotten. */
  readonly limit?: number | undefined;
}
