import { fieldErrorsOf, ValidationError } from '../errors';
import { Emitter, transaction } from '../model';
import { LISTENERS } from '../model/emitter';
import { toJson } from '../model/json';
import type { Listeners } from '../model/listeners';
import type { NestedValue } from '../model/nested';
import { NESTED } from '../model/symbols';
import type { Rule } from '../model/types';
import { refuseForeign } from '../model/validation';
import { Content, type Kind, type Told } from './content';

/** Where a structure keeps what it holds. Not a private field: views read structures through proxies. */
export const CONTENT: unique symbol = Symbol('reactive.content');

/** The events that every structure has. */
export interface StructureEvents {
  /** Once for each change: a call of a method, or a transaction. */
  readonly change: undefined;
  /** `unpublished` is another. */
  readonly 'meta:changed': undefined;
}

/** What `validate` of a structure found. */
export interface StructureValidation {
  readonly valid: boolean;
  readonly errors?: Record<string, string[]>;
}

/** How a structure becomes data, and what it is made of. */
export interface Form<V, D> extends Kind<V> {
  readonly empty: V;
  /** What data stand for, in a form that the schema can check. */
  read(data: Iterable<unknown>): V;
  toData(value: V): D;
  /** Asks a schema about a value. */
  parse(rule: Rule, value: V): { readonly value: V } | { readonly errors: Record<string, string[]> };
}

/** Asks a schema about a value as a whole. */
export const parseWhole = <V>(
  rule: Rule,
  value: V,
): { readonly value: V } | { readonly errors: Record<string, string[]> } => {
  const { success, data, error } = rule.safeParse(value);
  // A schema of a structure makes values of its kind.
  return success ? { value: data as V } : { errors: fieldErrorsOf(error?.issues ?? []) };
};

const isIterable = (value: unknown): value is Iterable<unknown> =>
  typeof value === 'object' && value !== null && Symbol.iterator in value;

/** A model makes the structures that it holds of an empty object. */
const isNothing = (value: unknown): boolean =>
  value === undefined || value === null || (typeof value === 'object' && Object.keys(value).length === 0);

/** What arrays, maps and trees have in common: state that is observed, checked, rolled back, reverted and saved. */
export abstract class Structure<V, D extends readonly unknown[], Events extends object> extends Emitter<
  Events & StructureEvents
> {
  /** @internal */
  readonly [CONTENT]: Content<V>;
  readonly #form: Form<V, D>;

  protected constructor(form: Form<V, D>, given: unknown) {
    super();
    this.#form = form;
    refuseForeign(new.target.name, given);
    this[CONTENT] = new Content(form, isIterable(given) ? form.read(given) : form.empty);
    if (!isIterable(given) && !isNothing(given))
      throw new ValidationError(`${new.target.name}: it is made of a list, or of nothing.`);
  }

  /** The Zod schema of what is held; a getter. A static `schema` does as well. */
  protected get schema(): Rule | undefined {
    return undefined;
  }

  /** Whether it differs from what is saved. */
  get unpublished(): boolean {
    return this[CONTENT].edited;
  }

  /** Checks what is held by the schema. Changes nothing. */
  validate(): StructureValidation {
    const errors = this.#errorsOf(this[CONTENT].value);
    return errors === undefined ? { valid: true } : { valid: false, errors };
  }

  /** Runs `fn` as one change: see `transaction`. */
  transaction<R>(fn: () => R): R {
    return transaction(fn);
  }

  /** Goes back to what is saved, as one change. */
  revert(): void {
    this[CONTENT].revert();
  }

  /** Takes what is held for saved. */
  saveChanges(): void {
    this[CONTENT].save();
  }

  /** What is held, as plain data. */
  serialize(): D {
    return this.#form.toData(this[CONTENT].value);
  }

  /** As {@link serialize}, with a wire form for what JSON lacks. */
  toJSON(): D {
    return toJson(this.constructor.name, undefined, this.serialize()) as D; // the same parts
  }

  /** What Node prints of it: the class and what is held. */
  [Symbol.for('nodejs.util.inspect.custom')](
    _depth: number,
    options: object,
    inspect: (value: object, options: object) => string,
  ): string {
    return `${this.constructor.name} ${inspect(this.serialize(), options)}`;
  }

  /** @internal */
  override [LISTENERS](): Listeners {
    return this[CONTENT].listeners;
  }

  /** @internal */
  [NESTED](): NestedValue {
    const content = this[CONTENT];
    const read = (data: unknown): V => this.#form.read(data as Iterable<unknown>);
    return {
      get unpublished() {
        return content.edited;
      },
      cell: {
        key: content,
        value: () => content.value,
        confirmed: () => content.saved,
        put: (value) => content.write(value as V),
      },
      isAbout: (data) => Array.isArray(data),
      check: (data) => this.#check(data),
      validate: () => this.#check(this.serialize()),
      assign: (data) => {
        const value = this.#parsed(read(data));
        // What a new structure is given before anybody holds it is where it begins.
        if (content.parents === null) content.confirm(value);
        return content.write(value);
      },
      confirm: (data) => content.confirm(read(data)),
      send: () => content.send(),
      serialize: () => this.serialize(),
      stored: () => this.serialize(),
      saved: () => this.#form.toData(content.saved),
      revert: () => this.revert(),
      saveChanges: () => this.saveChanges(),
      attach: (link) => content.parentsOrNew().add(link),
      detach: (link) => content.parents?.delete(link),
    };
  }

  /**
   * Writes what is to be held from now on; `told` is what happened, where the schema makes nothing else of it.
   *
   * @throws ValidationError and changes nothing when the schema refuses it.
   */
  protected write(value: V, told?: Iterable<Told>): boolean {
    const parsed = this.#parsed(value);
    return this[CONTENT].write(parsed, parsed === value ? told : undefined);
  }

  get #rule(): Rule | undefined {
    return this.schema ?? (Reflect.get(this.constructor, 'schema') as Rule | undefined);
  }

  #check(data: unknown): Record<string, string[]> | undefined {
    if (!Array.isArray(data)) return { '': ['Must be a list.'] };
    try {
      return this.#errorsOf(this.#form.read(data));
    } catch (error) {
      if (error instanceof ValidationError) return error.errors ?? { '': [error.message] };
      throw error;
    }
  }

  #errorsOf(value: V): Record<string, string[]> | undefined {
    const rule = this.#rule;
    const outcome = rule === undefined ? { value } : this.#form.parse(rule, value);
    return 'errors' in outcome ? outcome.errors : undefined;
  }

  #parsed(value: V): V {
    const rule = this.#rule;
    const outcome = rule === undefined ? { value } : this.#form.parse(rule, value);
    if ('errors' in outcome) throw new ValidationError(undefined, { errors: outcome.errors });
    // What is the same stays the same object, so that what did not change is recognised at once.
    return this.#form.same(outcome.value, value) ? value : outcome.value;
  }
}
