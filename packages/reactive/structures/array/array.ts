import { ValidationError } from '../../errors';
import { same } from '../../model/equality';
import { own } from '../../model/ownership';
import { CONTENT, type Form, parseWhole, Structure } from '../structure';
import { readAsArray, SET_AT } from './array-access';
import { additions, diffLists, removals } from './array-diff';

/** The events of an array; one after the other they lead from the elements before to those after. */
export interface ArrayEvents<T> {
  readonly added: { readonly index: number; readonly value: T };
  readonly removed: { readonly index: number; readonly value: T };
  readonly changed: { readonly index: number; readonly value: T; readonly previous: T };
  readonly moved: { readonly from: number; readonly to: number; readonly value: T };
}

type List = readonly unknown[];

/** What comes in, as the array holds it. */
const ownList = (values: List): List => own(values) as List;

/** An array of elements that are held already, and of which nobody can make others. */
const freeze = <T>(elements: T[]): readonly T[] => Object.freeze(elements);

const form: Form<List, List> = {
  empty: ownList([]),
  same,
  diff: diffLists,
  read: (data) => ownList([...data]),
  toData: (value) => value,
  parse: (rule, value) => {
    const outcome = parseWhole(rule, value);
    return 'value' in outcome ? { value: ownList(outcome.value) } : outcome;
  },
};

/** What an array has by `readAsArray`; its indexes can be assigned. */
type ReadAsArray<T> = Omit<ReadonlyArray<T>, 'length'> & { [index: number]: T };

// What `readAsArray` adds is there as soon as the class is.
const ArrayStructure = Structure as unknown as abstract new <T>(
  form: Form<List, readonly T[]>,
  given: unknown,
) => Structure<List, readonly T[], ArrayEvents<T>> & ReadAsArray<T>;

/**
 * An array that is observed: the methods of `Array`, an event for each element, transactions, and what is saved apart
 * from what is not. Elements are taken in as the values of a model are: plain data as frozen copies.
 *
 * @example
 * const tags = new ReactiveArray(['a', 'b']);
 * tags.on('added', ({ index, value }) => console.log(index, value));
 * tags.push('c');
 * tags[0] = 'z';
 * tags.revert();
 */
export class ReactiveArray<T> extends ArrayStructure<T> {
  /** @throws ValidationError when the values were marked as unparsed. */
  constructor(values?: Iterable<T>) {
    // A list of elements is all that the form knows of.
    super(form as Form<List, readonly T[]>, values);
  }

  get length(): number {
    return this[CONTENT].value.length;
  }

  /**
   * Cuts off what is past a shorter length. An array has no holes, so that it cannot be made longer.
   *
   * @throws ValidationError for any other length.
   */
  set length(length: number) {
    if (!Number.isInteger(length) || length < 0 || length > this.length)
      throw new ValidationError(`${this.constructor.name}: its length can be set from 0 to ${this.length}.`);
    this.splice(length);
  }

  /** What is saved. */
  get initialValues(): readonly T[] {
    return this[CONTENT].saved as readonly T[];
  }

  push(...values: T[]): number {
    this.splice(this.length, 0, ...values);
    return this.length;
  }

  unshift(...values: T[]): number {
    this.splice(0, 0, ...values);
    return this.length;
  }

  pop(): T | undefined {
    return this.splice(-1, 1)[0];
  }

  shift(): T | undefined {
    return this.splice(0, 1)[0];
  }

  /** As that of arrays; what takes the place of something is told as `removed` and `added`. */
  splice(start: number, deleteCount?: number, ...values: T[]): T[];
  splice(...args: [start: number, deleteCount: number, ...values: T[]]): T[] {
    const { value } = this[CONTENT];
    const [start, count, ...values] = args;
    const come = ownList(values) as readonly T[];
    const next = [...(value as readonly T[])];
    // Without a count everything from `start` on goes, and without a start nothing.
    const gone = args.length === 1 ? next.splice(start) : next.splice(start, count, ...come);
    const from = Math.trunc(start) || 0;
    const at = from < 0 ? Math.max(0, value.length + from) : Math.min(from, value.length);
    this.write(freeze(next), [...removals(gone, at), ...additions(come, at)]);
    return gone;
  }

  /**
   * Puts the element at `from` to the place `to`.
   *
   * @throws ValidationError where one of them is no index of an element.
   */
  move(from: number, to: number): this {
    const { value } = this[CONTENT];
    if (!(from in value && to in value))
      throw new ValidationError(
        `${this.constructor.name}: nothing is moved from ${from} to ${to}; its indexes end before ${value.length}.`,
      );
    const element = value[from];
    const next = value.toSpliced(from, 1).toSpliced(to, 0, element);
    this.write(freeze(next), [['moved', { from, to, value: element }]]);
    return this;
  }

  sort(compare?: (a: T, b: T) => number): this {
    return this.#become((values) => values.sort(compare));
  }

  reverse(): this {
    return this.#become((values) => values.reverse());
  }

  fill(value: T, start?: number, end?: number): this {
    return this.#become((values) => values.fill(own(value) as T, start, end));
  }

  copyWithin(target: number, start: number, end?: number): this {
    return this.#become((values) => values.copyWithin(target, start, end));
  }

  /** @internal */
  [SET_AT](index: number, value: T): void {
    const { length } = this;
    if (index > length)
      throw new ValidationError(
        `${this.constructor.name}: index ${index} is past its end, ${length}, and it has no holes. Use push().`,
      );
    const values = [...(this[CONTENT].value as readonly T[])];
    const previous = values[index];
    const element = own(value) as T;
    values[index] = element;
    const isAddition = index === length;
    const change = { index, value: element, previous };
    this.write(freeze(values), isAddition ? additions([element], index) : [['changed', change]]);
  }

  #become(change: (values: T[]) => unknown): this {
    const values = [...(this[CONTENT].value as readonly T[])];
    change(values);
    this.write(freeze(values));
    return this;
  }
}
readAsArray(ReactiveArray.prototype);
