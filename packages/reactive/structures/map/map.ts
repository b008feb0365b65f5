import { ValidationError } from '../../errors';
import { same } from '../../model/equality';
import { own } from '../../model/ownership';
import type { Told } from '../content';
import { CONTENT, type Form, parseWhole, Structure } from '../structure';

/** The events of a map; one after the other they lead from the entries before to those after. */
export interface MapEvents<K, V> {
  readonly added: { readonly key: K; readonly value: V };
  readonly removed: { readonly key: K; readonly value: V };
  readonly changed: { readonly key: K; readonly value: V; readonly previous: V };
}

type Entries = ReadonlyMap<unknown, unknown>;
type Pairs = readonly (readonly [unknown, unknown])[];

const entryOf = (entry: unknown): readonly [unknown, unknown] => {
  if (Array.isArray(entry) && entry.length === 2) return [entry[0], own(entry[1])];
  throw new ValidationError('A map is made of pairs: [key, value].');
};

const ownEntries = (entries: Iterable<unknown>): Entries => new Map([...entries].map(entryOf));

const removal = ([key, value]: readonly [unknown, unknown]): Told => ['removed', { key, value }];

const diffMaps = (before: Entries, after: Entries): Told[] => {
  const told = [...before].filter(([key]) => !after.has(key)).map(removal);
  for (const [key, value] of after) {
    if (!before.has(key)) told.push(['added', { key, value }]);
    else if (!same(before.get(key), value)) {
      told.push(['changed', { key, value, previous: before.get(key) }]);
    }
  }
  return told;
};

const form: Form<Entries, Pairs> = {
  empty: new Map(),
  same,
  diff: diffMaps,
  read: ownEntries,
  toData: (value) => [...value],
  parse: (rule, value) => {
    const outcome = parseWhole(rule, value);
    return 'value' in outcome ? { value: ownEntries(outcome.value) } : outcome;
  },
};

/**
 * A map that is observed: the methods of `Map`, an event for each entry, transactions, and what is saved apart from
 * what is not. Values are taken in as those of a model are: plain data as frozen copies. As data it is a list of pairs.
 *
 * @example
 * const scores = new ReactiveMap([['ada', 1]]);
 * scores.on('changed', ({ key, value, previous }) => console.log(key, previous, value));
 * scores.set('ada', 2);
 */
export class ReactiveMap<K, V>
  extends Structure<Entries, readonly (readonly [K, V])[], MapEvents<K, V>>
  implements Map<K, V>
{
  /** @throws ValidationError for what are no pairs, or were marked as unparsed. */
  constructor(entries?: Iterable<readonly [K, V]>) {
    // A list of pairs is all that the form knows of.
    super(form as Form<Entries, readonly (readonly [K, V])[]>, entries);
  }

  get size(): number {
    return this.#entries.size;
  }

  get [Symbol.toStringTag](): string {
    return 'ReactiveMap';
  }

  /** What is saved. */
  get initialValues(): readonly (readonly [K, V])[] {
    return [...(this[CONTENT].saved as ReadonlyMap<K, V>)];
  }

  get(key: K): V | undefined {
    return this.#entries.get(key);
  }

  has(key: K): boolean {
    return this.#entries.has(key);
  }

  set(key: K, value: V): this {
    const known = this.#entries;
    const owned = own(value) as V;
    const told: Told = known.has(key)
      ? ['changed', { key, value: owned, previous: known.get(key) }]
      : ['added', { key, value: owned }];
    this.write(new Map(known).set(key, owned), [told]);
    return this;
  }

  delete(key: K): boolean {
    const rest = new Map(this.#entries);
    const value = rest.get(key);
    if (!rest.delete(key)) return false;
    this.write(rest, [removal([key, value])]);
    return true;
  }

  clear(): void {
    this.write(form.empty, [...this.#entries].map(removal));
  }

  forEach(visit: (value: V, key: K, map: Map<K, V>) => void, thisArg?: unknown): void {
    for (const [key, value] of this.#entries) visit.call(thisArg, value, key, this);
  }

  keys(): MapIterator<K> {
    return this.#entries.keys();
  }

  values(): MapIterator<V> {
    return this.#entries.values();
  }

  entries(): MapIterator<[K, V]> {
    return this.#entries.entries();
  }

  [Symbol.iterator](): MapIterator<[K, V]> {
    return this.entries();
  }

  get #entries(): ReadonlyMap<K, V> {
    return this[CONTENT].value as ReadonlyMap<K, V>;
  }
}
