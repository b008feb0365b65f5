import type { Fields, Where } from 'reactive/query';
import type { Viewer } from './actor';

/** What can be done to an entity. */
export type Action = 'read' | 'create' | 'update' | 'delete';

/** What a rule is about: all fields and all rows, unless told. */
export interface RuleScope<T> {
  readonly fields?: readonly (keyof T & string)[];
  /** Which rows, by what everybody may read of them. */
  readonly where?: Where<T>;
}

/** Takes down rules. Of two that contradict each other, the later one counts; what no rule allows is forbidden. */
export interface Rules<T> {
  readonly allow: (action: Action, scope?: RuleScope<T>) => void;
  /** `because` says why, for people. */
  readonly forbid: (action: Action, scope: RuleScope<T> & { readonly because: string }) => void;
}

/** What the rules of an entity are made of. */
export interface RulesDefinition<T> {
  readonly entity: string;
  /** The fields that conditions may name. */
  readonly fields: Fields;
  /** Takes down what a viewer may do who may sign in. */
  rules(viewer: Viewer, rules: Rules<T>): void;
}
