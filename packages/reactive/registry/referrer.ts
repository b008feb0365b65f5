/** Where a record keeps what refers from it to other entities; it is there only where something does. */
export const REFERENCES: unique symbol = Symbol('reactive.references');

/** What refers from a record to others, by one of its properties. */
export interface Referrer {
  /** Makes the property fit to be saved. Throws where it cannot. */
  settle(): void;
  /** Whether two values of the property refer to the same: by the key of what was a draft, and by its id. */
  refersToSame(a: unknown, b: unknown): boolean;
}
