import type { FieldErrors } from '../errors';
import { same } from './equality';
import { messagesBelow, type NestedValue, nest, nestedOf } from './nested';
import { type ParentLink, Walk } from './nesting';
import { own } from './ownership';
import { isPlainObject } from './plain-data';
import type { ModelState } from './state';
import { ASK, PUT, STATE } from './symbols';
import { parseValues, refuseForeign } from './validation';

/** A model, as far as a property that holds it goes. */
export interface Held {
  readonly [STATE]: ModelState;
  readonly initialValues: object;
  [ASK](values: object): Generator<unknown, object, unknown>;
  [PUT](values: object): { readonly updated: boolean };
  serialize(): object;
  revert(): void;
  saveChanges(): void;
}

/** The nested values of a model, by the index of their property. */
export const nestedValues = (state: ModelState): [number, NestedValue][] => {
  const found: [number, NestedValue][] = [];
  for (const index of state.shape.nested.keys()) {
    const nested = nestedOf(state.values[index]);
    if (nested !== undefined) found.push([index, nested]);
  }
  return found;
};

const asking = new Walk('once');

/** Whether a value of a model, or one in a model that it holds, differs from the saved one. */
export const isEdited = (state: ModelState): boolean =>
  state.changed > 0 ||
  (!asking.has(state) &&
    asking.through(state, () => nestedValues(state).some(([, nested]) => nested.unpublished)));

export const collecting = new Walk();
const reverting = new Walk('once');
const saving = new Walk('once');
const sending = new Walk();
const checking = new Walk();

/**
 * What is wrong with the values that a model's nested models hold, however deep; a ring of models is gone through once.
 *
 * @param among - the indexes of the properties to look at; all unless told
 */
export const nestedErrors = (state: ModelState, among?: readonly number[]): FieldErrors =>
  Object.fromEntries(
    checking.through(state, () =>
      nestedValues(state)
        .filter(([index]) => among?.includes(index) !== false)
        .flatMap(([index, nested]) => messagesBelow(state.shape.names[index] as string, nested.validate())),
    ),
  );

/** Takes in what a provider gave for one property. Answers false where that is not a nested one. */
export const confirmNested = (state: ModelState, index: number, data: unknown): boolean => {
  const definition = state.shape.nested.get(index);
  if (definition === undefined) return false;
  const held = nestedOf(state.values[index]);
  if (held?.isAbout(data) === true) held.confirm(data);
  else if (data !== undefined) state.confirm(index, nest(state, definition, data), 'follow');
  return true;
};

/** What a property asks of the model that it holds. */
export class NestedModel implements NestedValue {
  readonly #model: Held;

  constructor(model: Held) {
    this.#model = model;
  }

  get #state(): ModelState {
    return this.#model[STATE];
  }

  get unpublished(): boolean {
    this.#state.trackMeta();
    return isEdited(this.#state);
  }

  isAbout(data: unknown): boolean {
    return typeof data === 'object' && data !== null && isPlainObject(data);
  }

  check(data: unknown): FieldErrors | undefined {
    const { shape } = this.#state;
    refuseForeign(shape.className, data);
    return parseValues(shape, this.#model, data).errors;
  }

  validate(): FieldErrors | undefined {
    const state = this.#state;
    if (checking.has(state)) return undefined;
    const known = Object.entries(this.#model.serialize()).filter(
      ([name]) => !state.shape.computedIndex.has(name),
    );
    return {
      ...parseValues(state.shape, this.#model, Object.fromEntries(known)).errors,
      ...nestedErrors(state),
    };
  }

  ask(data: object): Generator<unknown, object, unknown> {
    refuseForeign(this.#state.shape.className, data);
    return this.#model[ASK](data);
  }

  assign(data: unknown): boolean {
    return this.#model[PUT](data as object).updated;
  }

  confirm(data: unknown): void {
    const { shape } = this.#state;
    for (const [name, value] of Object.entries(data as object)) {
      const index = shape.index.get(name);
      if (index === undefined || shape.computedIndex.has(name)) continue;
      if (!confirmNested(this.#state, index, value)) this.#state.confirm(index, own(value), 'follow');
    }
  }

  send(): () => void {
    const state = this.#state;
    if (sending.has(state)) return () => {};
    const sent = state.values.slice();
    const inner = sending.through(state, () => nestedValues(state).map(([, nested]) => nested.send()));
    return () => {
      for (const [index, value] of sent.entries()) {
        state.confirm(index, value, same(state.values[index], value) ? 'replace' : 'keep');
      }
      for (const confirm of inner) confirm();
    };
  }

  serialize(): unknown {
    return collecting.has(this.#state) ? undefined : this.#model.serialize();
  }

  saved(): unknown {
    return collecting.has(this.#state) ? undefined : this.#model.initialValues;
  }

  revert(): void {
    if (!reverting.has(this.#state)) this.#model.revert();
  }

  saveChanges(): void {
    if (!saving.has(this.#state)) this.#model.saveChanges();
  }

  attach(link: ParentLink): void {
    this.#state.attach(link);
  }

  detach(link: ParentLink): void {
    this.#state.parents?.delete(link);
  }
}

/** Goes back to the saved values, in nested models too. */
export const revertAll = (state: ModelState): void =>
  reverting.through(state, () => {
    state.dropLocal();
    for (const [, nested] of nestedValues(state)) nested.revert();
  });

/** Takes the current values for saved, in nested models too. */
export const saveAll = (state: ModelState): void =>
  saving.through(state, () => {
    state.saveChanges();
    for (const [, nested] of nestedValues(state)) nested.saveChanges();
  });
