import { DefinitionError, type FieldErrors, ValidationError } from '../errors';
import type { NestedDefinition } from './declarations';
import { below, type Contained, homeOf, type ParentLink } from './nesting';
import { isPlainObject } from './plain-data';
import type { Shape } from './shape';
import { CREATE_STATE, IDENTITY, NESTED } from './symbols';

/** A value that a nested property's value is as a whole: immutable, so that it can be kept and put back. */
export interface NestedCell {
  /** Tells one from another. */
  readonly key: object;
  readonly value: () => unknown;
  readonly confirmed: () => unknown;
  readonly put: (value: unknown) => void;
}

/** What became of something that was sent: it counts as saved, or something newer does already, or it failed. */
export type Outcome = 'saved' | 'outdated' | 'failed';

/** Ends what was begun by sending: what counts as saved is just what was sent; `data` is what was answered about it. */
export type Arrival = (outcome: Outcome, data?: unknown) => void;

/** What a property asks of the model, collection or structure that it holds. */
export interface NestedValue {
  readonly unpublished: boolean;
  /** What it is as a whole, where it is one immutable value. */
  readonly cell?: NestedCell;
  /** Whether data are about this very model; those of another entity need another one. */
  isAbout(data: unknown): boolean;
  /** What is wrong with data for it, by dotted path. */
  check(data: unknown): FieldErrors | undefined;
  /** What is wrong with what it holds, however deep, by dotted path. */
  validate(): FieldErrors | undefined;
  /** Asks the hooks of a model what of such data is to be assigned. */
  ask?(data: object): Generator<unknown, object, unknown>;
  assign(data: unknown): boolean;
  /** The model in it that a part of such data is about, if it is a list of models. */
  part?(data: unknown): object | undefined;
  /**
   * Takes in what a provider gave: it counts as saved, and edits stay.
   *
   * @param ticket - when the provider was asked
   */
  confirm(data: unknown, ticket: number): void;
  /** Makes references in it fit to be sent. Throws where it cannot. */
  settle?(): void;
  /** Remembers what is being sent. */
  send(): Arrival;
  /** The values; `undefined` where a ring of models closes. */
  serialize(): unknown;
  /** As {@link serialize}, without what is computed. */
  stored(): unknown;
  /** As {@link serialize}, the saved values. */
  saved(): unknown;
  revert(): void;
  saveChanges(): void;
  attach(link: ParentLink): void;
  detach(link: ParentLink): void;
}

/** What a property can hold beside plain data. */
export interface Nestable {
  [NESTED](): NestedValue;
}

/** The nested face of a property's value. */
export const nestedOf = (value: unknown): NestedValue | undefined =>
  typeof value === 'object' && value !== null && NESTED in value ? (value as Nestable)[NESTED]() : undefined;

/** Messages of nested values as those of the properties, or places of a list, that hold them. */
export const messagesBelow = (name: string, errors: FieldErrors | undefined): [string, string[]][] =>
  Object.entries(errors ?? {}).map(([path, messages]) => [below(name, path), messages]);

/** Prototypes of the classes whose instances are being made: a property that holds its own class would never end. */
const inMaking = new Set<object>();

/** Makes the nested values of a new instance. */
export const whileMaking = ({ prototype }: Shape, make: () => void): void => {
  const isOutermost = !inMaking.has(prototype);
  inMaking.add(prototype);
  try {
    make();
  } finally {
    if (isOutermost) inMaking.delete(prototype);
  }
};

/** Whether what is made next is made for a property, and so belongs to a holder from the first moment. */
let isForProperty = false;

/** Answers, to the first who asks, whether it is made for a property. */
export const isMadeForProperty = (): boolean => {
  const answer = isForProperty;
  isForProperty = false;
  return answer;
};

const isModelClass = ({ type }: NestedDefinition): boolean => CREATE_STATE in (type.prototype as object);

const makeForProperty = (definition: NestedDefinition, data: object): unknown => {
  const { type, properties } = definition;
  // A model may make lists of its own, which are none of a property's.
  isForProperty = !isModelClass(definition);
  try {
    // The declaration pairs the class with the list that it takes.
    return new type({ ...(properties === undefined ? {} : { properties }), ...data } as never);
  } finally {
    isForProperty = false;
  }
};

const holdsItsOwnClass = ({ type }: NestedDefinition): boolean =>
  [...inMaking].some((prototype) => prototype instanceof type || prototype === type.prototype);

const construct = (className: string, definition: NestedDefinition, data: object): object => {
  const value = makeForProperty(definition, data);
  if (nestedOf(value) === undefined) {
    const { name, type } = definition;
    throw new DefinitionError(
      `${className}: '${name}' must hold a ReactiveModel, an Item, a Collection or a structure, and ${type.name} is none.`,
    );
  }
  // nestedOf has seen that it is one.
  return value as object;
};

/** What is wrong with a value for a nested property that cannot be put into the model there. */
export const misfit = (definition: NestedDefinition, value: unknown): string | undefined => {
  if (value === undefined || value instanceof definition.type) return undefined;
  const isData = typeof value === 'object' && value !== null && nestedOf(value) === undefined;
  const fits = isData && (isModelClass(definition) ? isPlainObject(value) : Array.isArray(value));
  return fits ? undefined : `Must be an instance of ${definition.type.name}, or its values.`;
};

const filled = (className: string, definition: NestedDefinition, list: unknown): object => {
  const value = construct(className, definition, {});
  nestedOf(value)?.assign(list);
  return value;
};

/** Made of a provider's row: columns that the class does not declare are left alone. */
const received = (
  className: string,
  definition: NestedDefinition,
  { row, ticket }: { readonly row: object; readonly ticket: number },
): object => {
  const key = Reflect.get(definition.type.prototype as object, IDENTITY) as string | undefined;
  const id: unknown = key === undefined ? undefined : Reflect.get(row, key);
  const value = construct(className, definition, key === undefined || id === undefined ? {} : { [key]: id });
  nestedOf(value)?.confirm(row, ticket);
  return value;
};

/** A model, as far as making what it holds goes. */
interface Holder extends Contained {
  readonly shape: Shape;
}

/** What is given for a nested property. */
export interface Given {
  readonly data: unknown;
  /** When a provider was asked for it; absent where code gives it. */
  readonly ticket?: number;
}

/**
 * Makes the value of a nested property, in the scope of its holder: the given instance, a new one of the given data, or
 * an empty one. A property that holds its own class stays empty until it is given something.
 *
 * @throws ValidationError for what is neither.
 */
export const nest = (
  holder: Holder,
  definition: NestedDefinition,
  { data, ticket }: Given,
): object | undefined => {
  if (data === null) return undefined;
  if (data === undefined && holdsItsOwnClass(definition)) return undefined;
  const wrong = misfit(definition, data);
  if (wrong !== undefined) {
    throw new ValidationError(undefined, { errors: { [definition.name]: [wrong] } });
  }
  if (data instanceof definition.type) return data;
  const { className } = holder.shape;
  const values = data ?? {};
  const make = (): object => {
    if (ticket !== undefined) return received(className, definition, { row: values, ticket });
    return Array.isArray(values)
      ? filled(className, definition, values)
      : construct(className, definition, values);
  };
  // Whose request it is does not matter: what is held belongs to the scope of its holder.
  const home = homeOf(holder);
  return home === undefined ? make() : home.run(make);
};
