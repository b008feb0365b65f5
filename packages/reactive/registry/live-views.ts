import type { Home, InnerNews } from '../model/nesting';
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
  /** Something happened in what a property of the record holds. */
  insideChanged(record: R, news: InnerNews): void;
  /** The registry forgets the records. */
  forget(): void;
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

/** The views whose demands are about the same properties, by the values that they demand of them. */
interface Group<V> {
  readonly names: readonly string[];
  readonly byValues: Map<string, Set<V>>;
}

/** Where a view is found. */
interface Entry<V> {
  readonly group: Group<V>;
  readonly texts: readonly string[];
}

const confirmedValues = (record: Valued): readonly unknown[] =>
  record.changed === 0 ? record.values : record.values.map((_, index) => record.confirmed(index));

/** The views of a group that demand these values, or the same with another one at `changed`. */
const find = <V>(
  { names, byValues }: Group<V>,
  { shape, values }: Pick<Valued, 'shape' | 'values'>,
  changed?: { readonly index: number; readonly value: unknown },
): ReadonlySet<V> => {
  let text = '';
  for (const name of names) {
    const index = storedIndex(shape, name);
    if (index < 0) return new Set([...byValues.values()].flatMap((views) => [...views]));
    text += `\0${textOf(index === changed?.index ? changed.value : values[index])}`;
  }
  return byValues.get(text) ?? new Set();
};

/** More combinations of demanded values than this are not worth their memory. */
const MAX_COMBINATIONS = 128;

/** The properties by which a view is found, and the combinations of their values. */
const textsOf = (demands: Demands): [names: string[], texts: readonly string[]] => {
  const names: string[] = [];
  let texts = [''];
  for (const name of [...demands.keys()].sort()) {
    const values = demands.get(name) ?? [];
    if (texts.length * values.length > MAX_COMBINATIONS) continue;
    names.push(name);
    texts = texts.flatMap((text) => values.map((value) => `${text}\0${textOf(value)}`));
  }
  return [names, texts];
};

/**
 * The live collections of one entity. A change is told to those that it can concern: they are found by the values that
 * they demand, before and after, so that the others cost nothing.
 */
export class LiveViews<R extends Valued> {
  readonly home: Home;
  readonly #groups = new Map<string, Group<LiveView<R>>>();
  readonly #entries = new Map<LiveView<R>, Entry<LiveView<R>> | null>();
  /** Those that may still have what was forgotten, and hear of everything. */
  readonly #undemanding = new WeakSet<LiveView<R>>();

  constructor(home: Home) {
    this.home = home;
  }

  get size(): number {
    return this.#entries.size;
  }

  /** Those that have nothing that was forgotten. */
  *all(): Generator<LiveView<R>> {
    for (const view of this.#entries.keys()) if (!this.#undemanding.has(view)) yield view;
  }

  /** Whether anybody but one view is to be told of anything. */
  hasOthersThan(view: LiveView<R>): boolean {
    return this.size > (this.#entries.has(view) ? 1 : 0);
  }

  /** Tells a view what concerns it from now on, by these demands only; without any, nothing but the end of the scope. */
  follow(view: LiveView<R>, demands: Demands | null): void {
    this.leave(view);
    this.#entries.set(view, null);
    if (demands === null) return;
    const [names, texts] = textsOf(this.#undemanding.has(view) ? new Map() : demands);
    const group = this.#groups.get(names.join('\0')) ?? { names, byValues: new Map() };
    this.#groups.set(names.join('\0'), group);
    this.#entries.set(view, { group, texts });
    for (const text of texts) {
      group.byValues.set(text, (group.byValues.get(text) ?? new Set<LiveView<R>>()).add(view));
    }
  }

  leave(view: LiveView<R>): void {
    const { group, texts = [] } = this.#entries.get(view) ?? {};
    this.#entries.delete(view);
    for (const text of texts) {
      const found = group?.byValues.get(text);
      found?.delete(view);
      if (found?.size === 0) group?.byValues.delete(text);
    }
    if (group?.byValues.size === 0) this.#groups.delete(group.names.join('\0'));
  }

  /** The records are forgotten: what comes back takes the place of its former self, whatever values it has. */
  clear(): void {
    const told = new Map(this.#entries);
    for (const [view, entry] of told) {
      this.#undemanding.add(view);
      view.forget();
      if (entry !== null) this.follow(view, new Map());
    }
  }

  /** Tells those whom a change of a record can concern. */
  tell(record: R, index?: number, previous?: unknown): void {
    if (index === undefined) record.arrive();
    const name = index === undefined ? undefined : (record.shape.names[index] as string);
    const visit = (view: LiveView<R>): void => {
      if (name === undefined || view.heeds(record, name)) view.recordChanged(record, index, previous);
    };
    for (const group of this.#groups.values()) {
      const now = find(group, record);
      for (const view of now) visit(view);
      if (name !== undefined && !group.names.includes(name)) continue;
      // What has just become known may be edited already: then its confirmed values are what was true before.
      const before =
        index === undefined
          ? find(group, { shape: record.shape, values: confirmedValues(record) })
          : find(group, record, { index, value: previous });
      for (const view of before) if (!now.has(view)) visit(view);
    }
  }

  /** Tells those that can have a record of what happened in what it holds. */
  tellInside(record: R, news: InnerNews): void {
    for (const group of this.#groups.values())
      for (const view of find(group, record)) view.insideChanged(record, news);
  }

  /** Ends all of them, also those that begin to follow meanwhile. */
  dispose(): void {
    for (const view of this.#entries.keys()) view.dispose();
  }
}
