/** Where the state of an entity keeps what refers from it to others; it is there only where something does. */
export const REFERENCES: unique symbol = Symbol('reactive.references');

/** What refers from an entity to others, by one of its properties. */
export interface Referrer {
  /** Makes the property fit to be saved. Throws where it cannot. */
  settle(): void;
  /** Whether two values of the property refer to the same: by the key of what was a draft, and by its id. */
  refersToSame(a: unknown, b: unknown): boolean;
}
