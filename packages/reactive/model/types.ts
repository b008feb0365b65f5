import type { z } from 'zod';
import type { EVENTS, TYPES, UNPARSED } from './symbols';

/** The names of a model's properties. */
export type PropertyName<T> = Extract<keyof T, string>;

/** What `'<property>.changed'` tells. */
export interface PropertyChange<V> {
  readonly value: V;
  readonly previous: V;
  /**
   * Where the same model, collection or structure is still held: what was written in it, by dotted path as in errors,
   * `home.city`; the place of an item in a collection stands for its name, `lineup.1.score`.
   */
  readonly paths?: readonly string[];
}

/** What a set changed, by property. */
export type SetChanges<T> = { readonly [K in PropertyName<T>]?: PropertyChange<T[K]> };

/** The events that every model has. */
export type ModelEvents<T> = {
  /** Once for each `set`, assignment or transaction that changed something. */
  readonly change: undefined;
  /** A fact about the model's life changed: `ready`, `fetching`, `processing`, `isDraft`, `unpublished`, … */
  readonly 'meta:changed': undefined;
  /** Before values are set, checked or refused: as they were given. */
  readonly 'pre:set': Readonly<Partial<T>>;
  /** After values were set that differed, when all else has been told. */
  readonly 'post:set': SetChanges<T>;
} & { readonly [K in PropertyName<T> as `${K}.changed`]: PropertyChange<T[K]> };

/** The name of an event of one's own that is not declared in the class' event map: `event:renamed`. */
export type CustomEventName = `${string}:${string}`;

/** The events of single sets, of which only those are told who name them. */
type SetEvent = 'pre:set' | 'post:set';

/** One of the events of an emitter, as those who listen to `'*'` are told of it. */
export type EventOf<Events> =
  | {
      readonly [K in Exclude<Extract<keyof Events, string>, SetEvent>]: {
        readonly event: K;
        readonly payload: Events[K];
      };
    }[Exclude<Extract<keyof Events, string>, SetEvent>]
  | { readonly event: CustomEventName; readonly payload: unknown };

/** The events of an emitter with their payloads. */
export type EventsOf<E> = E extends { readonly [EVENTS]: infer Events extends object } ? Events : never;

/** What a Zod schema complains of, as far as it is used. */
export interface Issue {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

/** What a Zod schema answers, as far as it is used. */
export interface Outcome {
  readonly success: boolean;
  readonly data?: unknown;
  readonly error?: { readonly issues: readonly Issue[] } | undefined;
}

/** The Zod schema of one property, as far as it is used. */
export interface Rule {
  /** What Zod's own functions ask; spares what only an error needs. */
  readonly _zod?: {
    // A method, so that Zod's narrower payload is accepted.
    run(this: void, payload: { value: unknown; issues: unknown[] }, context: { async: false }): object;
  };
  safeParse(value: unknown): Outcome;
  safeParseAsync(value: unknown): Promise<Outcome>;
}

/**
 * By property: the schema's rule, `null` where anything goes, `undefined` where more than a rule decides (an id, a
 * nested or computed value). Most writes are to the first two kinds and need no detour.
 */
export type DirectRules = readonly (Rule | null | undefined)[];

/** A Zod object schema. */
export type ModelSchema = z.ZodObject;

/** What is wrong with which property. */
export type PropertyErrors<T> = { [K in PropertyName<T>]?: string[] };

/** What `set` did: all of it, or nothing. */
export interface SetResult<T> {
  /** Whether anything changed; equal values change nothing. */
  readonly updated: boolean;
  /** Present when nothing was applied because of them. */
  readonly errors?: PropertyErrors<T>;
}

/** What `validate` found. */
export interface ValidationResult<T> {
  readonly valid: boolean;
  readonly errors?: PropertyErrors<T>;
}

/** A class whose instances can be held by a property: a model, an item or a collection. */
type NestedClass = new (specs: never) => object;

/**
 * A property that holds a model or a collection.
 *
 * @example
 * super({ properties: ['id', { name: 'profile', value: Profile }], ...specs });
 */
export interface NestedProperty<T> {
  readonly name: PropertyName<T>;
  readonly value: NestedClass;
  /** The property list to construct it with, where its class does not declare one itself. */
  readonly properties?: readonly string[];
}

/** A property derived from others: cached, read-only, recomputed when one of them changes. */
export interface ComputedProperty<T> {
  readonly name: PropertyName<T>;
  /** Recompute when one of these changes; without it, when anything that was read while computing changes. */
  readonly dependencies?: readonly PropertyName<T>[];
  // A method, not a function property, so that `self` may be taken as the subclass that it is.
  compute(self: T & object): unknown;
}

/** What a model class hands to its base: its shape, and the initial values. */
export type ModelSpecs<T> = {
  readonly properties?: readonly (PropertyName<T> | NestedProperty<T>)[];
  readonly computed?: readonly ComputedProperty<T>[];
} & Partial<T>;

/** The data type of a model. */
export type DataOf<M> = M extends { readonly [TYPES]: infer T } ? T : never;

/** Data from outside that no schema has parsed: constructors and `set` refuse it. */
export interface Unparsed {
  readonly [UNPARSED]: true;
}
