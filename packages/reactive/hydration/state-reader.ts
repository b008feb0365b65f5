import type { z } from 'zod';
import type { Specs } from '../entities/collection/specs';
import type { ItemId } from '../entities/item';
import { isItemId } from '../entities/item/creation';
import { DefinitionError, ValidationError } from '../errors';
import { fieldsOf } from '../query';
import { fromSearchParams } from '../query/url';
import { isObject } from '../wire/definition';
import { checkReadSchema, outcomeOf } from './read-schema';
import { FORMAT, type HydratableClass, type HydrateOptions } from './types';
import { fromJson } from './wire-value';

/** A row as the browser takes it in. */
interface ReadRow {
  readonly id: ItemId;
  readonly values: object;
  /** Whether the provider has no more of it. */
  readonly isWhole: boolean;
}

/** What a collection had loaded. */
export interface ReadWindow {
  readonly specs: Specs;
  readonly ids: readonly ItemId[];
  readonly shown: number;
  readonly total: number | undefined;
  readonly next: string | null;
}

/** One entity of a state, checked and parsed. */
export interface ReadEntity {
  readonly entity: string;
  readonly type: HydratableClass;
  readonly rows: readonly ReadRow[];
  readonly windows: readonly ReadWindow[];
}

const refuse = (path: string, message: string): never => {
  throw new ValidationError(
    `This is no state that dehydrate() made (${path || 'the whole'}: ${message}). Hand over its JSON, parsed and unchanged.`,
    { errors: { [path]: [message] } },
  );
};

const FORBIDDEN: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);
const DEEPEST = 64;

/** Refuses keys that reach for a prototype. With a list of its own rather than by recursion. */
const refusePoison = (state: unknown): void => {
  const pending: { value: unknown; path: readonly string[] }[] = [{ value: state, path: [] }];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const { value, path } = next;
    if (!isObject(value)) continue;
    if (path.length > DEEPEST) refuse(path.slice(0, 3).join('.'), `Nested more than ${DEEPEST} levels deep.`);
    for (const [key, part] of Object.entries(value)) {
      if (FORBIDDEN.has(key)) refuse([...path, key].join('.'), 'Not allowed as a name.');
      pending.push({ value: part, path: [...path, key] });
    }
  }
};

/** The fields of an object in the state; anything may be missing or wrong. */
type Unchecked<T> = { readonly [K in keyof T]?: unknown };

const objectAt = <T>(value: unknown, path: string): Unchecked<T> =>
  isObject(value) && !Array.isArray(value) ? value : refuse(path, 'Must be an object.');

const listAt = (value: unknown, path: string): readonly unknown[] =>
  Array.isArray(value) ? value : refuse(path, 'Must be a list.');

const idsAt = (value: unknown, path: string): ItemId[] =>
  listAt(value, path).map((id, index) => (isItemId(id) ? id : refuse(`${path}.${index}`, 'Must be an id.')));

const sizeAt = (value: unknown, path: string): number | null =>
  value === null || (typeof value === 'number' && Number.isInteger(value) && value >= 0)
    ? value
    : refuse(path, 'Must be a whole number or null.');

const readRow = (json: unknown, read: z.ZodObject, path: string): Omit<ReadRow, 'isWhole'> => {
  const values = Object.entries(objectAt<object>(json, path)).map(([name, part]): [string, unknown] => {
    const at = `${path}.${name}`;
    const schema: unknown = Object.hasOwn(read.shape, name)
      ? read.shape[name]
      : refuse(at, 'The read schema has no such field.');
    const outcome = outcomeOf(schema, fromJson(schema, part));
    return outcome.success
      ? [name, outcome.data]
      : refuse(at, outcome.error.issues[0]?.message ?? 'Invalid.');
  });
  const row = Object.fromEntries(values);
  const { id } = row;
  return isItemId(id) ? { id, values: row } : refuse(`${path}.id`, 'Must be an id.');
};

const readRows = (json: unknown, partial: unknown, { read, path }: At): ReadRow[] => {
  const incomplete = new Set(idsAt(partial, `${path}.partial`));
  const rows = listAt(json, `${path}.rows`).map((row, index) => readRow(row, read, `${path}.rows.${index}`));
  if (new Set(rows.map(({ id }) => id)).size < rows.length) refuse(`${path}.rows`, 'Has an id twice.');
  return rows.map((row) => ({ ...row, isWhole: !incomplete.has(row.id) }));
};

interface At {
  readonly read: z.ZodObject;
  readonly path: string;
}

const specsAt = (query: unknown, { read, path }: At): Specs => {
  if (typeof query !== 'string') return refuse(path, 'Must be a text.');
  try {
    return fromSearchParams(new URLSearchParams(query), fieldsOf(read));
  } catch (error) {
    return refuse(path, error instanceof Error ? error.message : 'Invalid.');
  }
};

const readWindow = (json: unknown, rows: readonly ReadRow[], { read, path }: At): ReadWindow => {
  const { query, ids, shown, total, next } = objectAt<ReadWindow & { query: string }>(json, path);
  const known = new Set(rows.map(({ id }) => id));
  const listed = idsAt(ids, `${path}.ids`);
  for (const [index, id] of listed.entries()) {
    if (!known.has(id)) refuse(`${path}.ids.${index}`, 'There is no such row.');
  }
  if (next !== null && (typeof next !== 'string' || listed.length === 0))
    refuse(`${path}.next`, 'Must be a cursor or null.');
  return {
    specs: specsAt(query, { read, path: `${path}.query` }),
    ids: listed,
    shown: sizeAt(shown, `${path}.shown`) ?? Number.POSITIVE_INFINITY,
    total: sizeAt(total, `${path}.total`) ?? undefined,
    // Checked above.
    next: next as string | null,
  };
};

const readEntity = (json: unknown, path: string, { entities }: HydrateOptions): ReadEntity => {
  const { entity, rows, partial, windows } = objectAt<ReadEntity & { partial: unknown }>(json, path);
  if (typeof entity !== 'string') return refuse(`${path}.entity`, 'Must be a name.');
  const known = Object.hasOwn(entities, entity) ? entities[entity] : undefined;
  if (known === undefined) {
    throw new DefinitionError(
      `The state has '${entity}', and hydrate() was not told of them. Add \`${entity}: { item, read }\` to its entities, or leave them out on the server.`,
    );
  }
  const { item, read } = known;
  checkReadSchema(entity, read);
  const parsed = readRows(rows, partial, { read, path });
  const readAt = (window: unknown, index: number): ReadWindow =>
    readWindow(window, parsed, { read, path: `${path}.windows.${index}` });
  return { entity, type: item, rows: parsed, windows: listAt(windows, `${path}.windows`).map(readAt) };
};

/**
 * Checks a state and parses its rows.
 *
 * @throws ValidationError, DefinitionError
 */
export const readState = (state: unknown, options: HydrateOptions): ReadEntity[] => {
  refusePoison(state);
  const { version, entities } = objectAt<{ version: unknown; entities: unknown }>(state, '');
  if (version !== FORMAT) {
    throw new ValidationError(
      `This state is of version ${JSON.stringify(version) ?? 'none'}, and this release of reactive reads version ${FORMAT}. Server and page are of two releases: load the page anew, or render it without the state.`,
      { errors: { version: [`Must be ${FORMAT}.`] } },
    );
  }
  return listAt(entities, 'entities').map((entity, index) =>
    readEntity(entity, `entities.${index}`, options),
  );
};
