import type { Shape } from '../model/shape';

/** A record, as its live views are found. */
export interface Valued {
  readonly shape: Shape;
  readonly values: readonly unknown[];
  /** How many values differ from the confirmed ones. */
  readonly changed: number;
  confirmed(index: number): unknown;
  /** Takes its place in the order of arrival, if it has none. */
  arrive(): void;
}

/** By property: the values of which a record must have one to concern a view. */
export type Demands = ReadonlyMap<string, readonly unknown[]>;

/** Something that follows the records of an entity: a live collection. */
export interface LiveView<R> {
  /** Whether it has to hear of a change of this property. */
  heeds(record: R, property: string): boolean;
  /** A value of the record was stored, or (without `index`) the record appeared, changed its state or vanished. */
  recordChanged(record: R, index?: number, previous?: unknown): void;
  /** The scope ends. */
  dispose(): void;
}

/** The index of a stored value; -1 for what is computed, or read by a getter, and so may change with any of them. */
export const storedIndex = ({ index, computedIndex }: Shape, name: string): number =>
  computedIndex.has(name) ? -1 : (index.get(name) ?? -1);

/** Values that are equal have one text; others may share it, which only has a view look in vain. */
const textOf = (value: unknown): string => {
  if (value instanceof Date) return `${value.getTime()}`;
  return typeof value === 'object' && value !== null ? '' : String(value);
};

const combinations = (lists: Iterable<readonly unknown[]>): string[] => {
  let texts = [''];
  for (const values of lists) {
    texts = texts.flatMap((text) => values.map((value) => `${text}\0${textOf(value)}`));
  }
  return [...new Set(texts)];
};

/** The views whose demands are about the same properties, by the values that they demand of them. */
class Group<V> {
  readonly names: readonly string[];
  readonly #views = new Map<V, readonly string[]>();
  readonly #byValues = new Map<string, Set<V>>();

  constructor(names: readonly string[]) {
    this.names = names;
  }

  get empty(): boolean {
    return this.#views.size === 0;
  }

  add(view: V, demands: Demands): void {
    const texts = combinations(this.names.map((name) => demands.get(name) ?? []));
    this.#views.set(view, texts);
    for (const text of texts) {
      const found = this.#byValues.get(text) ?? new Set();
      this.#byValues.set(text, found.add(view));
    }
  }

  delete(view: V): void {
    for (const text of this.#views.get(view) ?? []) {
      const found = this.#byValues.get(text);
      found?.delete(view);
      if (found?.size === 0) this.#byValues.delete(text);
    }
    this.#views.delete(view);
  }

  /** The views that demand these values, or the same with another one at `changed`. */
  find(
    shape: Shape,
    values: readonly unknown[],
    changed?: { index: number; value: unknown },
  ): ReadonlySet<V> {
    let text = '';
    for (const name of this.names) {
      const index = storedIndex(shape, name);
      if (index < 0) return new Set(this.#views.keys());
      text += `\0${textOf(index === changed?.index ? changed.value : values[index])}`;
    }
    return this.#byValues.get(text) ?? new Set();
  }
}

const confirmedValues = (record: Valued): readonly unknown[] =>
  record.changed === 0 ? record.values : record.values.map((_, index) => record.confirmed(index));

/** More combinations of demanded values than this are not worth their memory: the longest list is left out. */
const MAX_COMBINATIONS = 128;

/** The properties by which a view is found. */
const namesOf = (demands: Demands): string[] => {
  let combined = 1;
  const shortestFirst = [...demands].sort(([, a], [, b]) => a.length - b.length);
  return shortestFirst
    .filter(([, values]) => {
      combined *= values.length;
      return combined <= MAX_COMBINATIONS;
    })
    .map(([name]) => name)
    .sort();
};

/**
 * The live collections of one entity. A change is told to those that it can concern: they are found by the values that
 * they demand, before and after, so that the others cost nothing.
 */
export class LiveViews<R extends Valued> {
  readonly #groups = new Map<string, Group<LiveView<R>>>();
  readonly #groupOf = new Map<LiveView<R>, Group<LiveView<R>> | null>();
  /** Those that may still have what was forgotten, and hear of everything. */
  readonly #undemanding = new WeakSet<LiveView<R>>();
  #disposed = false;

  get size(): number {
    return this.#groupOf.size;
  }

  /** Tells a view what concerns it from now on, by these demands only; without any, nothing but the end of the scope. */
  follow(view: LiveView<R>, demands: Demands | null): void {
    this.leave(view);
    if (this.#disposed) return;
    this.#groupOf.set(view, null);
    if (demands === null) return;
    const names = this.#undemanding.has(view) ? [] : namesOf(demands);
    const key = names.join('\0');
    const group = this.#groups.get(key) ?? new Group(names);
    this.#groups.set(key, group);
    this.#groupOf.set(view, group);
    group.add(view, demands);
  }

  /** The records are forgotten: what comes back takes the place of its former self, whatever values it has. */
  clear(): void {
    const told = new Map(this.#groupOf);
    for (const [view, group] of told) {
      this.#undemanding.add(view);
      if (group !== null) this.follow(view, new Map());
    }
  }

  leave(view: LiveView<R>): void {
    const group = this.#groupOf.get(view);
    this.#groupOf.delete(view);
    if (group === undefined || group === null) return;
    group.delete(view);
    if (group.empty) this.#groups.delete(group.names.join('\0'));
  }

  /** Tells those whom a change of a record can concern. */
  tell(record: R, index?: number, previous?: unknown): void {
    const { shape, values } = record;
    if (index === undefined) record.arrive();
    const name = index === undefined ? undefined : (shape.names[index] as string);
    const visit = (view: LiveView<R>): void => {
      if (name === undefined || view.heeds(record, name)) view.recordChanged(record, index, previous);
    };
    for (const group of this.#groups.values()) {
      const now = group.find(shape, values);
      for (const view of now) visit(view);
      if (index !== undefined && !group.names.includes(name as string)) continue;
      // What has just become known may be edited already: then its confirmed values are what was true before.
      const before =
        index === undefined
          ? group.find(shape, confirmedValues(record))
          : group.find(shape, values, { index, value: previous });
      for (const view of before) if (!now.has(view)) visit(view);
    }
  }

  dispose(): void {
    this.#disposed = true;
    for (const view of this.#groupOf.keys()) view.dispose();
  }
}
