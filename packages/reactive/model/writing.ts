import { transaction } from './batch';
import { messagesBelow, misfit, type NestedValue, nest, nestedOf } from './nested';
import { nestedErrors } from './nested-model';
import { own } from './ownership';
import type { ModelState } from './state';
import { REFUSE, STATE } from './symbols';
import { checkState, type Parsed } from './validation';

/** A model, as far as writing to it goes. */
export interface Writable {
  readonly [STATE]: ModelState;
  [REFUSE](name: string, value: unknown): string | undefined;
}

/** The model that data for a property are put into; none where the property gets another value. */
export const recipient = (state: ModelState, index: number, value: unknown): NestedValue | undefined => {
  if (!state.shape.nested.has(index) || nestedOf(value) !== undefined) return undefined;
  const held = nestedOf(state.values[index]);
  return held?.isAbout(value) === true ? held : undefined;
};

const nestedRefusals = (state: ModelState, index: number, value: unknown): [string, string[]][] => {
  const definition = state.shape.nested.get(index);
  if (definition === undefined || value === undefined) return [];
  const wrong = misfit(definition, value);
  if (wrong !== undefined) return [[definition.name, [wrong]]];
  if (nestedOf(value) !== undefined) return [];
  // Data for a model that is still to be made are checked by the one that is there, or by an empty one.
  const face = nestedOf(state.values[index] ?? nest(state, definition, { data: {} }));
  return messagesBelow(definition.name, face?.check(value));
};

/** What is wrong with the values of a model as a whole, those that its nested models hold included. */
export const wholeErrors = (model: Writable, values: object): Record<string, string[]> | undefined => {
  const state = model[STATE];
  const errors = { ...checkState(state.shape, model, values), ...nestedErrors(state) };
  return Object.keys(errors).length === 0 ? undefined : errors;
};

const refusals = (model: Writable, values: ReadonlyMap<number, unknown>): [string, string[]][] => {
  const state = model[STATE];
  return [...values].flatMap(([index, value]) => {
    const name = state.shape.names[index] ?? '';
    const refusal = model[REFUSE](name, value);
    const own: [string, string[]][] = refusal === undefined ? [] : [[name, [refusal]]];
    return [...own, ...nestedRefusals(state, index, value)];
  });
};

/** Adds to what the schema found wrong what the model itself and its nested values refuse. */
export const refuse = (model: Writable, parsed: Parsed): Parsed => {
  const found = refusals(model, parsed.values);
  return found.length === 0
    ? parsed
    : { values: parsed.values, errors: { ...parsed.errors, ...Object.fromEntries(found) } };
};

/** What to write: for a nested value's own model as it was given, else taken in. */
const takeIn = (
  state: ModelState,
  [index, value]: readonly [number, unknown],
): readonly [number, unknown] => {
  const definition = state.shape.nested.get(index);
  if (definition === undefined) return [index, own(value)];
  const stays = value === undefined || recipient(state, index, value) !== undefined;
  return [index, stays ? value : nest(state, definition, { data: value })];
};

/** Why hooks refuse a set, by field. */
export class Refusal extends Error {
  readonly errors: Record<string, string[]>;

  constructor(errors: Record<string, string[]>) {
    super();
    this.errors = errors;
  }
}

/** What was thrown in a nested value: a refusal is one of its property. */
export const below = (name: string, error: unknown): unknown =>
  error instanceof Refusal ? new Refusal(Object.fromEntries(messagesBelow(name, error.errors))) : error;

const write = (state: ModelState, index: number, value: unknown): boolean => {
  const inside = recipient(state, index, value);
  if (inside === undefined) return state.write(index, value);
  try {
    return inside.assign(value);
  } catch (error) {
    throw below(state.shape.names[index] ?? '', error);
  }
};

/** What a set changed, by name. */
export type Changes = Record<string, { readonly value: unknown; readonly previous: unknown }>;

/** Writes checked values as one change, all or none of them. Answers whether any differed. */
export const apply = (
  model: Writable,
  { values, errors }: Parsed,
  after?: (changes: Changes) => void,
): { updated: boolean; errors?: object } => {
  if (errors !== undefined) return { updated: false, errors };
  const state = model[STATE];
  const taken = [...values].map((entry) => takeIn(state, entry));
  const updated = transaction(() => {
    const changes: Changes = {};
    let any = false;
    for (const [index, value] of taken) {
      const previous = state.values[index];
      if (!write(state, index, value)) continue;
      any = true;
      if (after !== undefined)
        changes[state.shape.names[index] as string] = { value: state.values[index], previous };
    }
    if (any) after?.(Object.freeze(changes));
    return any;
  });
  return { updated };
};
