import { ReactiveModel } from '../../model';
import type { Nestable } from '../../model/nested';
import { declareBaseClass } from '../../model/shape';
import type { ModelState } from '../../model/state';
import { STATE } from '../../model/symbols';
import type { ModelSpecs, PropertyErrors, SetResult } from '../../model/types';
import { parseValues } from '../../model/validation';
import type { EntityRecord } from '../../registry/record';
import { generatedProperties } from './creation';

/** What an edit is made of and written back to. */
interface Editable<T> {
  readonly [STATE]: EntityRecord;
  set(values: Partial<T>): SetResult<T>;
}

/** The item that is edited. Not a private field: views read models through proxies. */
const ITEM: unique symbol = Symbol('reactive.editedItem');

/** Takes the item's present values of some properties. */
const TAKE: unique symbol = Symbol('reactive.takeFromItem');

const editableNames = ({ shape }: ModelState): string[] =>
  shape.names.filter((name, index) => !shape.computedIndex.has(name) && !shape.nested.has(index));

const valueOf = ({ shape, values }: ModelState, name: string): unknown => values[shape.index.get(name) ?? -1];

const specsOf = <T extends object>(record: ModelState): ModelSpecs<T> => {
  const names = editableNames(record);
  const values = names.map((name) => [name, valueOf(record, name)]);
  // The names and values are those of an item whose data is a T.
  return { properties: names, ...Object.fromEntries(values) } as ModelSpecs<T>;
};

/**
 * An isolated copy of an item's values for a form: it may hold invalid input, tells what is wrong with it at any
 * time, and is written back as one `set`, or dropped.
 */
export class EditBuffer<T extends object> extends ReactiveModel<T> {
  /** @internal */
  readonly [ITEM]: Editable<T>;

  constructor(item: Editable<T>) {
    super(specsOf<T>(item[STATE]));
    this[ITEM] = item;
  }

  /**
   * What is wrong with the values, by the schema of the item's class; empty when nothing is. Of an item that was not
   * published yet, what is missing is wrong too, but for what its provider fills.
   */
  get errors(): PropertyErrors<T> {
    const record = this[ITEM][STATE];
    const filled = generatedProperties(record.shape);
    const changed = new Set<string>(this.changedProperties);
    const names = editableNames(record).filter(
      (name) =>
        this[STATE].read(this[STATE].shape.index.get(name) ?? -1) !== undefined ||
        changed.has(name) ||
        (record.isDraft && !filled.includes(name)),
    );
    const values = Object.fromEntries(names.map((name) => [name, valueOf(this[STATE], name)]));
    return parseValues(record.shape, this[ITEM], values).errors ?? {};
  }

  /** Whether the values could be committed. */
  get valid(): boolean {
    return Object.keys(this.errors).length === 0;
  }

  /**
   * Sets on the item what was changed here, as one change, and shows what its schema made of it. With errors nothing
   * is set, and the buffer stays as it is.
   */
  commit(): SetResult<T> {
    const names = this.changedProperties;
    const changes: Partial<T> = {};
    for (const name of names) changes[name] = this.getProperty(name);
    const result = this[ITEM].set(changes);
    if (result.errors === undefined) this[TAKE](names);
    return result;
  }

  /** Takes the item's present values again; what was typed is dropped. */
  discard(): void {
    this[TAKE](editableNames(this[ITEM][STATE]));
  }

  /** @internal */
  [TAKE](names: readonly string[]): void {
    this.transaction(() => {
      for (const name of names) {
        const index = this[STATE].shape.index.get(name) ?? -1;
        this[STATE].confirm(index, valueOf(this[ITEM][STATE], name), 'replace');
      }
    });
  }
}

/** The properties that a buffer has: models, lists and structures that an item holds are edited where they are. */
type Editing<T> = { -readonly [K in keyof T as T[K] extends Nestable | undefined ? never : K]: T[K] };

/** An edit buffer with the item's properties. */
export type Edit<T extends object> = EditBuffer<T> & Editing<T>;
declareBaseClass(EditBuffer);
