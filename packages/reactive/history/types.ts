import type { ListenOptions } from '../model';
import type { ModelState } from '../model/state';
import type { STATE } from '../model/symbols';

/** A model, as far as its history goes. */
export interface Undoable {
  readonly [STATE]: ModelState;
  on(event: 'change', listener: () => void, options?: ListenOptions): () => void;
}

/** Options of `history`. */
export interface HistoryOptions {
  /** How many steps can be undone; 100 unless told. Older ones are forgotten. */
  readonly limit?: number | undefined;
}
