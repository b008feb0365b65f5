import type { z } from 'zod';
import type { AnyItem } from '../entities/collection/types';
import type { ItemId } from '../entities/item';

/** The version of the form that {@link Dehydrated} has. */
export const FORMAT = 1;

/** What a scope holds and a viewer may see, as JSON. */
export interface Dehydrated {
  readonly version: typeof FORMAT;
  readonly entities: readonly DehydratedEntity[];
}

/** What there is of one entity. */
export interface DehydratedEntity {
  readonly entity: string;
  /** Confirmed values, in the order in which the rows came to be known. */
  readonly rows: readonly object[];
  /** The ids of rows of which more may be known to the provider. */
  readonly partial: readonly ItemId[];
  readonly windows: readonly DehydratedWindow[];
}

/** What a collection has loaded. */
export interface DehydratedWindow {
  /** What was asked for, in its URL form. */
  readonly query: string;
  /** All rows that are known of the answer, in order. */
  readonly ids: readonly ItemId[];
  /** How many of them are shown; `null` stands for all. */
  readonly shown: number | null;
  readonly total: number | null;
  /** The cursor of the page after. */
  readonly next: string | null;
}

/** What may leave a scope. */
export interface DehydrateOptions {
  /** By entity: what its viewer may see, as a strict Zod object (`z.strictObject`) with an `id`. */
  readonly read: Readonly<Record<string, z.ZodObject>>;
  /** Entities of which nothing is to leave. */
  readonly leaveOut?: readonly string[] | undefined;
}

/** An item class, as far as hydrating one goes. */
export type HydratableClass = new (specs: never) => AnyItem;

/** How an entity is taken in. */
export interface HydratableEntity {
  readonly item: HydratableClass;
  /** What a row may have; a row may lack anything but the `id`. */
  readonly read: z.ZodObject;
}

/** How a state is taken in. */
export interface HydrateOptions {
  readonly entities: Readonly<Record<string, HydratableEntity>>;
  /** For how many milliseconds hooks do not ask again for what was taken in; 30,000 unless told. */
  readonly freshFor?: number | undefined;
}
