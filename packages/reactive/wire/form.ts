import type { Faults } from './faults';

/** Which end of a pipe (`z.iso.date().pipe(z.coerce.date())`) the JSON stands for: what goes in, or what came out. */
export type Side = 'in' | 'out';

/**
 * How the values of a schema travel. Where a direction is left out, values travel as they are: rows of texts and
 * booleans are not even looked at.
 */
export interface Form {
  /** A row's value as JSON; the value itself where nothing of it changes. */
  readonly encode?: ((value: unknown, faults: Faults) => unknown) | undefined;
  /** JSON as a row's value; what is no wire form stays as it came. */
  readonly decode?: ((json: unknown) => unknown) | undefined;
  /** Of an object: the forms of its fields, and of what it does not name. */
  readonly fields?: ReadonlyMap<string, Form> | undefined;
  readonly others?: Form | undefined;
}

export const asItIs: Form = {};

/** Sets a name of a copy; a name like `__proto__` is a name as any other. */
export function setName(copy: Record<string, unknown>, name: string, value: unknown): void {
  if (name === '__proto__') {
    Object.defineProperty(copy, name, { value, enumerable: true, configurable: true, writable: true });
  } else copy[name] = value;
}
