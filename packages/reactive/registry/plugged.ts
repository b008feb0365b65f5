import type { Hooks } from '../model/hooks';

/** Hooks that were installed for entities of a scope. */
export interface Plugged extends Hooks {
  readonly name: string;
  readonly order: number;
  /** The entities that it is for; all where it names none. */
  readonly entities: readonly string[] | undefined;
  /** Whether it is for this item. */
  concerns(item: object): boolean;
  /** What takes its place when the scope ends: refuses what it would have been asked about. */
  readonly closed: Plugged | undefined;
}
