import type { UserRow } from '../data';

/** How a library does what the workloads ask for. What it cannot do is left out. */
export interface Subject<U> {
  readonly make: (row: UserRow) => U;
  /** Empties what identifies entities, so that the next one of an id is made anew. */
  readonly forget?: () => void;
  readonly read: (user: U) => string;
  readonly write: (user: U, name: string) => void;
  /** Sets four values as one change. */
  readonly assign?: (user: U, values: Omit<UserRow, 'id'>) => void;
  /** Has `heard` called, at once, at each change of the name. */
  readonly onName?: (user: U, heard: () => void) => void;
  /** Has `heard` called, at once, at each change of any value. */
  readonly onChange?: (user: U, heard: () => void) => void;
  readonly toPlain?: (user: U) => object;
}

/** A subject that does everything. */
export type FullSubject<U> = Required<Omit<Subject<U>, 'forget'>> & Pick<Subject<U>, 'forget'>;
