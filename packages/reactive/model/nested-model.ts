import type { FieldErrors } from '../errors';
import { isHeld, land, takeOff } from './in-flight';
import { type Arrival, type Given, messagesBelow, type NestedValue, nest, nestedOf } from './nested';
import { type ParentLink, Walk } from './nesting';
import { own } from './ownership';
import { isPlainObject } from './plain-data';
import { DRAFT, type ModelState } from './state';
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
const nestedValues = (state: ModelState): [number, NestedValue][] => {
  const found: [number, NestedValue][] = [];
  for (const index of state.shape.nested.keys()) {
    const nested = nestedOf(state.values[index]);
    if (nested !== undefined) found.push([index, nested]);
  }
  return found;
};

/** Does all of it, whatever fails; the first error is thrown then. */
export const endAll = (ends: readonly (() => void)[]): void => {
  const errors: unknown[] = [];
  for (const end of ends) {
    try {
      end();
    } catch (error) {
      errors.push(error);
    }
  }
  if (errors.length > 0) throw errors[0];
};

/** Ends the sending of something of which there is nothing to save. */
export const nothingSent: Arrival = () => {};

/** The object that was given, where another one shows the same entity; else that other one. */
const sameEntity = (given: unknown, other: unknown): unknown => {
  const [state, known] = [given, other].map((each) => (each as Partial<Held> | undefined)?.[STATE]);
  return state !== undefined && state === known ? given : other;
};

const asking = new Walk('once');

/** Whether a value of a model, or one in a model that it holds, differs from the saved one. */
export const isEdited = (state: ModelState): boolean =>
  state.changed > 0 ||
  (!asking.has(state) &&
    asking.through(state, () => nestedValues(state).some(([, nested]) => nested.unpublished)));

const collecting = new Walk();
const reverting = new Walk('once');
const saving = new Walk('once');
const settling = new Walk('once');
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

/** Makes what a model refers to fit to be sent, and what those refer to that it holds. Throws where it cannot. */
export const settleAll = (state: ModelState, isSent: (index: number) => boolean): void =>
  settling.through(state, () => {
    state.settleReferences();
    for (const [index, nested] of nestedValues(state)) if (isSent(index)) nested.settle?.();
  });

/** The values of a model's properties as plain data, as `valueOf` gives them; unknown ones are left out. */
export const collect = (
  state: ModelState,
  valueOf: (index: number, name: string) => unknown,
  serialize: (nested: NestedValue) => unknown = (nested) => nested.serialize(),
): Record<string, unknown> => {
  const { names, nested } = state.shape;
  const gather = (): Record<string, unknown> => {
    const result: Record<string, unknown> = {};
    for (let index = 0; index < names.length; index++) {
      const name = names[index] as string;
      const held = valueOf(index, name);
      const face = nested.has(index) ? nestedOf(held) : undefined;
      const value = face === undefined ? held : serialize(face);
      if (value !== undefined) result[name] = value;
    }
    return result;
  };
  return nested.size === 0 ? gather() : collecting.through(state, gather);
};

/** What a provider gave for a property. */
type Received = Required<Given>;

/**
 * What a property is to have as its saved value by what a provider gave for it; a nested value that is about the same
 * has taken it in.
 */
const savedBy = (state: ModelState, index: number, given: Received): unknown => {
  const { data, ticket } = given;
  const definition = state.shape.nested.get(index);
  if (definition === undefined) return own(data);
  // Another one that was put there, and is not saved, is not what the provider speaks of.
  const saved = state.confirmed(index);
  if (data === undefined) return saved;
  const held = nestedOf(saved);
  if (held?.isAbout(data) !== true) return sameEntity(state.values[index], nest(state, definition, given));
  held.confirm(data, ticket);
  return saved;
};

/** Takes in what a provider gave for one property. What is under way is not replaced. */
export const receive = (state: ModelState, index: number, given: Received): void =>
  state.confirm(index, savedBy(state, index, given), isHeld(state, index) ? 'keep' : 'follow');

/**
 * Notes that values of a model are being sent, with what they hold.
 *
 * @param indexes - those of the properties
 */
export const depart = (state: ModelState, indexes: readonly number[]): Arrival => {
  const flight = takeOff(state, indexes);
  const sent = indexes.map((index) => [index, state.values[index]] as const);
  const inside = sending.through(state, () =>
    nestedValues(state)
      .filter(([index]) => indexes.includes(index))
      .map(([index, nested]) => [state.shape.names[index] as string, nested.send()] as const),
  );
  return (outcome, data) => {
    land(flight);
    // A draft may have become an entity that was there meanwhile.
    const { of: now, fates } = flight;
    if (outcome !== 'failed') {
      for (const [index, value] of sent) {
        const saved = outcome === 'saved' ? value : now.confirmed(index);
        now.confirm(index, saved, fates.get(index) === 'edited' ? 'keep' : 'replace');
      }
    }
    const row: object = typeof data === 'object' && data !== null ? data : {};
    endAll(
      inside.map(
        ([name, arrive]) =>
          () =>
            arrive(outcome, Reflect.get(row, name)),
      ),
    );
  };
};

/** The values of a model as they are sent and recorded: without computed ones, here and inside. */
export const storedValues = (state: ModelState): Record<string, unknown> =>
  collect(
    state,
    (index) => state.values[index],
    (nested) => nested.stored(),
  );

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

  confirm(data: unknown, ticket: number): void {
    const state = this.#state;
    const { index: indexes, computedIndex } = state.shape;
    for (const [name, value] of Object.entries(data as object)) {
      const index = indexes.get(name);
      if (index !== undefined && !computedIndex.has(name)) receive(state, index, { data: value, ticket });
    }
    state.setFlag(DRAFT, false);
  }

  settle(): void {
    if (!settling.has(this.#state)) settleAll(this.#state, () => true);
  }

  send(): Arrival {
    const state = this.#state;
    // All of it is sent, but what was not edited may be brought by others meanwhile.
    const edited = sending.has(state) ? [] : state.editedIndexes();
    return edited.length === 0 ? nothingSent : depart(state, edited);
  }

  serialize(): unknown {
    return collecting.has(this.#state) ? undefined : this.#model.serialize();
  }

  stored(): unknown {
    return collecting.has(this.#state) ? undefined : storedValues(this.#state);
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
