import { DefinitionError, ValidationError } from '../errors';
import { isDevelopment } from '../errors/development';
import { batch, transaction } from './batch';
import { assignDirectly, setDirectly } from './direct-write';
import { Emitter, LISTENERS } from './emitter';
import { watchGiven } from './given';
import { type InitialSpecs, initialise } from './initial-values';
import { toJson } from './json';
import type { Listeners } from './listeners';
import type { NestedValue } from './nested';
import { collect, isEdited, NestedModel, revertAll, saveAll } from './nested-model';
import { answerProbe } from './probe';
import { type Asking, ask, put, setValues, setValuesAsync } from './setting';
import { declareBaseClass, type Shape, shapeOf } from './shape';
import { DRAFT, ModelState, READY } from './state';
import { ASK, ASSIGN, CREATE_STATE, NESTED, PUT, REFUSE, STATE, type TYPES, UNPARSED } from './symbols';
import type {
  ModelEvents,
  ModelSchema,
  ModelSpecs,
  PropertyName,
  SetChanges,
  SetResult,
  ValidationResult,
} from './types';
import { parseValues, refuseForeign, schemaOf } from './validation';
import { scheduleVerification, verify } from './verification';
import { refuse, wholeErrors } from './writing';

/**
 * Observable, typed, validated state. A class declares its properties once, in its constructor, and with
 * `declare` for TypeScript; they are then read and assigned like plain ones.
 *
 * `T` is the data's type, `Events` the events of one's own.
 *
 * @example
 * class Room extends ReactiveModel<{ name: string; isLocked: boolean }> {
 *   declare name: string;
 *   declare isLocked: boolean;
 *   constructor(specs: Partial<{ name: string; isLocked: boolean }> = {}) {
 *     super({ properties: ['name', 'isLocked'], ...specs });
 *   }
 * }
 * const room = new Room({ name: 'Lobby', isLocked: false });
 * room.on('name.changed', ({ value }) => console.log(value));
 * room.name = 'Hall';
 */
export class ReactiveModel<T extends object, Events extends object = Record<never, never>> extends Emitter<
  ModelEvents<T> & Events
> {
  declare readonly [TYPES]: T;
  /** @internal */
  readonly [STATE]: ModelState;

  /**
   * @throws DefinitionError when the class is declared wrongly, or data brings keys that it does not declare.
   * @throws ValidationError when the values were marked as unparsed.
   */
  constructor(specs: ModelSpecs<T> = {}) {
    super();
    if (typeof specs !== 'object' || specs === null) {
      throw new DefinitionError(
        `${new.target.name}: an object is needed, as { properties: ['name'], ...values }, and not ${String(specs)}.`,
      );
    }
    answerProbe(new.target, specs);
    // Before anything of it is heeded: what is spread into a declaration could declare, too. A class takes long to tell
    // its name.
    if (UNPARSED in specs || STATE in specs) refuseForeign(new.target.name, specs);
    const shape = shapeOf(new.target, specs);
    if (shape.prototype !== new.target.prototype) Object.setPrototypeOf(this, shape.prototype);
    if (!shape.verified) scheduleVerification(shape, this);
    this[STATE] = this[CREATE_STATE](shape, specs);
    watchGiven(this, specs);
    this[STATE].announce();
  }

  /** The Zod object schema of the class; a getter, resolved once per class. A static `schema` does as well. */
  protected get schema(): ModelSchema | undefined {
    return undefined;
  }

  /**
   * Called before values are set, as they were given: unchecked. Answers with what to set instead, or throws to refuse.
   * May be asynchronous where values are set with `setAsync`.
   */
  protected beforeSet?(
    values: Readonly<Partial<T>>,
  ): Partial<T> | undefined | void | Promise<Partial<T> | undefined | void>;

  /** Called when values were set and the state is whole, before anybody is told. What throws takes all of it back. */
  protected afterSet?(changes: SetChanges<T>): void;

  /** The names of the properties. */
  get propertyNames(): ReadonlySet<PropertyName<T>> {
    return new Set(this[STATE].shape.names as readonly PropertyName<T>[]);
  }

  /** True while the model was made without values and nothing has been saved. */
  get isDraft(): boolean {
    this[STATE].trackMeta();
    return (this[STATE].flags & DRAFT) !== 0;
  }

  /** Whether there is data to show. */
  get ready(): boolean {
    this[STATE].trackMeta();
    return (this[STATE].flags & READY) !== 0;
  }

  /** Whether a value differs from the saved one. */
  get unpublished(): boolean {
    this[STATE].trackMeta();
    return isEdited(this[STATE]);
  }

  /** The names of the properties whose value differs from the saved one. */
  get changedProperties(): PropertyName<T>[] {
    const state = this[STATE];
    state.trackMeta();
    // The names are those that the class declares.
    return state.editedIndexes().map((index) => state.shape.names[index] as PropertyName<T>);
  }

  /** The saved values. */
  get initialValues(): Partial<T> {
    const state = this[STATE];
    return collect(
      state,
      (index) => state.confirmed(index),
      (nested) => nested.saved(),
    ) as Partial<T>;
  }

  /** The value of a property whose name is known only at run time. */
  getProperty<K extends PropertyName<T>>(name: K): T[K] {
    const { shape } = this[STATE];
    if (!shape.index.has(name) && !shape.computedIndex.has(name)) {
      throw new ValidationError(
        `${shape.className} has no property '${name}'. Properties are: ${shape.names.join(', ')}.`,
      );
    }
    return Reflect.get(this, name) as T[K];
  }

  /** The known values of all properties, as plain data; a new object at each call. */
  getProperties(): Partial<T> {
    const state = this[STATE];
    verify(this);
    const { computedIndex, nested } = state.shape;
    if (computedIndex.size === 0 && nested.size === 0) return state.known() as Partial<T>;
    return collect(state, (index, name) => {
      const computed = computedIndex.get(name);
      return computed === undefined ? state.read(index) : state.readComputed(computed);
    }) as Partial<T>;
  }

  /** As {@link getProperties}. */
  serialize(): Partial<T> {
    return this.getProperties();
  }

  /**
   * What `JSON.stringify` writes: as {@link getProperties}, with a wire form for what JSON lacks.
   *
   * @throws DefinitionError for a bigint where nothing of `reactive/wire` was imported
   */
  toJSON(): object {
    const { shape } = this[STATE];
    return toJson(shape.className, schemaOf(shape, this), this.serialize());
  }

  /**
   * Sets several properties as one change: every value is checked first, and if one is wrong nothing changes,
   * nothing fires, and the answer has the errors.
   *
   * @example
   * const { updated, errors } = user.set({ name: 'Ada', email: 'ada@example.com' });
   */
  set(values: Partial<T>): SetResult<T> {
    verify(this);
    const updated = setDirectly(this[STATE], this, values);
    const result = updated === undefined ? setValues(this, values) : { updated };
    if (isDevelopment && result.errors === undefined) watchGiven(this, values);
    return result;
  }

  /**
   * As {@link set}, for schemas with asynchronous rules, and for a `beforeSet` that is asynchronous. Properties that
   * are set by a later call meanwhile keep what that has set.
   */
  async setAsync(values: Partial<T>): Promise<SetResult<T>> {
    verify(this);
    const result = await setValuesAsync(this, values);
    if (isDevelopment && result.errors === undefined) watchGiven(this, values);
    return result;
  }

  /** Checks the given values; without any, the whole state. Changes nothing. */
  validate(values?: Partial<T>): ValidationResult<T> {
    verify(this);
    const { shape } = this[STATE];
    const errors =
      values === undefined
        ? wholeErrors(this, this.getProperties())
        : refuse(this, parseValues(shape, this, values)).errors;
    return errors === undefined ? { valid: true } : { valid: false, errors: errors };
  }

  /** Runs `fn` as one change: see {@link transaction}. */
  transaction<R>(fn: () => R): R {
    return transaction(fn);
  }

  /** Goes back to the saved values. */
  revert(): void {
    batch(() => revertAll(this[STATE]));
  }

  /** Takes the current values for saved. */
  saveChanges(): void {
    batch(() => saveAll(this[STATE]));
  }

  /** What Node prints of it: the class and the values. */
  [Symbol.for('nodejs.util.inspect.custom')](
    _depth: number,
    options: object,
    inspect: (value: object, options: object) => string,
  ): string {
    return `${this[STATE].shape.className} ${inspect(this.getProperties(), options)}`;
  }

  /** @internal */
  override [LISTENERS](create: true): Listeners;
  /** @internal */
  override [LISTENERS](create: boolean): Listeners | null;
  override [LISTENERS](create: boolean): Listeners | null {
    verify(this);
    return create ? this[STATE].listenersOrNew() : this[STATE].listeners;
  }

  /** @internal */
  [CREATE_STATE](shape: Shape, specs: object): ModelState {
    const state = new ModelState(shape, this, READY);
    // Whatever the specs of a subclass are, they are an object.
    if (initialise(state, specs as InitialSpecs, []) === 0) state.flags |= DRAFT;
    return state;
  }

  /** @internal */
  [ASSIGN](index: number, value: unknown): void {
    if (!assignDirectly(this[STATE], this, { index, value })) {
      const { errors } = setValues(this, { [this[STATE].shape.names[index] ?? '']: value });
      if (errors !== undefined)
        throw new ValidationError(undefined, { errors: errors as Record<string, string[]> });
    }
    if (isDevelopment) watchGiven(this, { [this[STATE].shape.names[index] ?? '']: value });
  }

  /** @internal */
  [ASK](values: object): Asking {
    return ask(this, values);
  }

  /** @internal */
  [PUT](values: object): { readonly updated: boolean } {
    return put(this, values);
  }

  /** @internal */
  [REFUSE](_name: string, _value: unknown): string | undefined {
    return undefined;
  }

  /** @internal */
  [NESTED](): NestedValue {
    return new NestedModel(this);
  }
}
declareBaseClass(ReactiveModel);
