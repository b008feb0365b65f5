import { ValidationError } from '../errors';
import { type DataOf, type ListenOptions, ReactiveModel } from '../model';
import { nestedOf } from '../model/nested';
import { own } from '../model/ownership';
import { rawPropertiesOf } from '../model/raw-properties';
import { noModel } from '../model/requirements';
import type { ModelState } from '../model/state';
import type { STATE, TYPES } from '../model/symbols';
import { decodeInput } from '../wire/encode';
import { isRecord } from './diff';
import type { Snapshot } from './types';

/** Any model, whatever its data. */
export interface AnyModel {
  readonly [TYPES]: object;
  readonly [STATE]: ModelState;
  set(values: object): { readonly updated: boolean; readonly errors?: object };
  on(event: 'change', listener: () => void, options?: ListenOptions): () => void;
}

type Data = Readonly<Record<string, unknown>>;

const collect = (model: AnyModel, path: readonly AnyModel[]): Data => {
  const properties = rawPropertiesOf(model);
  const values: [string, unknown][] = [];
  for (const name of properties.names) {
    const value = properties.value(name);
    // A ring of models is closed by leaving out the one where it began.
    if (value === undefined || path.includes(value as AnyModel)) continue;
    if (value instanceof ReactiveModel) values.push([name, collect(value, [...path, value])]);
    else values.push([name, nestedOf(value)?.stored() ?? value]);
  }
  return Object.fromEntries(values);
};

/**
 * The values of a model by name, those of models that it holds below their property; deeply frozen.
 *
 * @param call - what was called with it, for the error
 */
export const dataOf = (model: AnyModel, call: string): Data => {
  if (!(model instanceof ReactiveModel)) throw noModel(call, model);
  return own(collect(model, [model])) as Data;
};

/** Whether data are about the model that a property holds, and not of another entity that is to take its place. */
const isAbout = (held: unknown, before: unknown, after: unknown): held is AnyModel =>
  held instanceof ReactiveModel &&
  isRecord(before) &&
  isRecord(after) &&
  (after['id'] === undefined || after['id'] === before['id']);

/** A list as it has to be set: of the models that are in it already, what differs. */
const parts = (held: unknown, before: unknown, after: unknown): unknown => {
  const face = nestedOf(held);
  if (face?.part === undefined || !Array.isArray(before) || !Array.isArray(after)) return after;
  const rows = new Map((before as Data[]).map((row) => [row['id'], row]));
  return (after as Data[]).map((row) => {
    const was = rows.get(row?.['id']);
    const model = face.part?.(row);
    return isAbout(model, was, row) ? { ...changes(model, was as Data, row), id: row['id'] } : row;
  });
};

/** What has to be set so that a model comes from some data to others; `undefined` empties a property. */
const changes = (model: AnyModel, before: Data, after: Data): Data => {
  const properties = rawPropertiesOf(model);
  const values: [string, unknown][] = [];
  for (const name of new Set([...Object.keys(before), ...Object.keys(after)])) {
    const [was, is] = [before[name], after[name]];
    if (was === is) continue;
    const held = properties.names.includes(name) ? properties.value(name) : undefined;
    values.push([
      name,
      isAbout(held, was, is) ? changes(held, was as Data, is as Data) : parts(held, was, is),
    ]);
  }
  return decodeInput(properties.schema, Object.fromEntries(values)) as Data;
};

/**
 * Brings a model from its present data to others, as one change that was checked as a whole.
 *
 * @throws ValidationError and changes nothing when a value is wrong.
 */
export const bring = (model: AnyModel, before: Data, after: unknown): boolean => {
  if (!isRecord(after)) {
    const { name } = model.constructor;
    throw new ValidationError(`${name}: an object of property values is needed, as snapshot() gives.`);
  }
  const { updated, errors } = model.set(changes(model, before, after));
  // The errors of a model are lists of messages by property.
  if (errors !== undefined)
    throw new ValidationError(undefined, { errors: errors as Record<string, string[]> });
  return updated;
};

/**
 * The values of a model, and of the models inside, as plain, deeply frozen data. Values that are not known and
 * computed ones are left out.
 *
 * @throws DefinitionError for what is no model.
 * @example
 * const before = snapshot(user);
 * user.name = 'Ada';
 * applySnapshot(user, before);
 */
export const snapshot = <M extends AnyModel>(model: M): Snapshot<DataOf<M>> =>
  // Collected by the names that the class declares.
  dataOf(model, 'snapshot()') as Snapshot<DataOf<M>>;

/**
 * Brings a model to the state of a snapshot, as one change; what the snapshot has not is emptied.
 *
 * @returns whether anything changed
 * @throws ValidationError and changes nothing when a value is wrong, or one that the schema needs is missing.
 * @throws DefinitionError for what is no model.
 */
export const applySnapshot = <M extends AnyModel>(model: M, to: Snapshot<DataOf<M>>): boolean =>
  bring(model, dataOf(model, 'applySnapshot()'), to);
