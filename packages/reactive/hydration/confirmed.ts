import { PARTS, type Parts } from '../entities/collection/parts';
import type { AnyItem } from '../entities/collection/types';
import { nestedOf } from '../model/nested';
import type { ModelState } from '../model/state';
import { STATE } from '../model/symbols';
import { EntityRecord } from '../registry/record';
import { isObject } from '../wire/definition';

type Path = ReadonlySet<ModelState>;

const isOfNoBody = (state: ModelState): boolean =>
  state instanceof EntityRecord && (state.isDraft || state.isDeleted);

const dataOf = (state: ModelState, path: Path): object | undefined => {
  if (path.has(state) || isOfNoBody(state)) return undefined;
  const inside = new Set(path).add(state);
  const { shape } = state;
  const values = shape.names.flatMap((name, index): [string, unknown][] => {
    const value = shape.computedIndex.has(name) ? undefined : confirmedAt(state, index, inside);
    return value === undefined ? [] : [[name, value]];
  });
  return values.length === 0 ? undefined : Object.fromEntries(values);
};

const listOf = (
  { [PARTS]: { view } }: { readonly [PARTS]: Parts<AnyItem, unknown> },
  path: Path,
): object[] => {
  view.track();
  return view.members
    .shown()
    .map((record) => dataOf(record, path))
    .filter((data) => data !== undefined);
};

const confirmedAt = (state: ModelState, index: number, path: Path): unknown => {
  const value: unknown = state.confirmed(index);
  if (!state.shape.nested.has(index) || !isObject(value)) return value;
  // What the symbols say that it is: a model, a collection, or else a structure.
  if (STATE in value) return dataOf(value[STATE] as ModelState, path);
  if (PARTS in value) return listOf(value as Parameters<typeof listOf>[0], path);
  return nestedOf(value)?.saved();
};

/**
 * The confirmed value of a property as plain data, also of the models inside: no unpublished edit, no draft, nothing
 * that was deleted. `undefined` where nothing is known, or the class has no such property to store.
 */
export const confirmedValue = (record: EntityRecord, name: string): unknown => {
  const { index, computedIndex } = record.shape;
  const at = computedIndex.has(name) ? undefined : index.get(name);
  return at === undefined ? undefined : confirmedAt(record, at, new Set([record]));
};
