import type { TYPES } from '../model/symbols';

/**
 * One step of a change, as RFC 6902 (JSON Patch) writes it. A path is a JSON pointer: `/tags/0`, with `~1` for a `/`
 * and `~0` for a `~` in a name.
 */
export type Patch =
  | { readonly op: 'add' | 'replace' | 'test'; readonly path: string; readonly value: unknown }
  | { readonly op: 'remove'; readonly path: string }
  | { readonly op: 'move' | 'copy'; readonly path: string; readonly from: string };

/** A value as plain data: of a model that it holds, its values, of a collection, those of its items. */
type PlainData<V> = V extends { readonly [TYPES]: infer T }
  ? Snapshot<T>
  : V extends { toJSON(): infer D extends object; readonly [Symbol.iterator]: unknown }
    ? D
    : V;

/** The values of a model as plain, frozen data; those that are not known are left out. */
export type Snapshot<T> = { readonly [K in Extract<keyof T, string>]?: PlainData<T[K]> };
