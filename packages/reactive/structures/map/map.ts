import { ValidationError } from '../../errors';
import { same } from '../../model/equality';
import { own } from '../../model/ownership';
import type { Told } from '../content';
import { CONTENT, type Form, parseWhole, Structure } from '../structure';
import { Entries } from './entries';

/** The events of a map; one after the other they lead from the entries before to those after. */
export interface MapEvents<K, V> {
  readonly added: { readonly key: K; readonly value: V };
  readonly removed: { readonly key: K; readonly value: V };
  readonly changed: { readonly key: K; readonly value: V; readonly previous: V };
}

type All = Entries<unknown, unknown>;
type Pairs = readonly (readonly [unknown, unknown])[];

const entryOf = (entry: unknown): readonly [unknown, unknown] => {
  if (Array.isArray(entry) && entry.length === 2) return [entry[0], own(entry[1])];
  throw new ValidationError('A ReactiveMap is made of pairs: [[key, value], …].');
};

const ownEntries = (entries: Iterable<unknown>): All => Entries.of([...entries].map(entryOf));

/** Maps know no -0. */
const keyOf = <K>(key: K): K => (key === 0 ? 0 : key) as K;

const removal = ([key, value]: readonly [unknown, unknown]): Told => ['removed', { key, value }];

const diffMaps = (before: All, after: All): Told[] => {
  const told = [...before].filter(([key]) => !after.has(key)).map(removal);
  for (const [key, value] of after) {
    if (!before.has(key)) told.push(['added', { key, value }]);
    else if (!same(before.get(key), value)) {
      told.push(['changed', { key, value, previous: before.get(key) }]);
    }
  }
  return told;
};

const form: Form<All, Pairs> = {
  empty: ownEntries([]),
  same: (a, b) => a.same(b),
  diff: diffMaps,
  read: ownEntries,
  toData: (value) => [...value],
  parse: (rule, value) => {
    const outcome = parseWhole(rule, new Map(value));
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
  extends Structure<All, readonly (readonly [K, V])[], MapEvents<K, V>>
  implements Map<K, V>
{
  /** @throws ValidationError for what are no pairs, or were marked as unparsed. */
  constructor(entries?: Iterable<readonly [K, V]>) {
    // A list of pairs is all that the form knows of.
    super(form as Form<All, readonly (readonly [K, V])[]>, entries);
  }

  get size(): number {
    return this.#entries.size;
  }

  get [Symbol.toStringTag](): string {
    return 'ReactiveMap';
  }

  /** What is saved. */
  get initialValues(): readonly (readonly [K, V])[] {
    return [...(this[CONTENT].saved as Entries<K, V>)];
  }

  get(key: K): V | undefined {
    return this.#entries.get(key);
  }

  has(key: K): boolean {
    return this.#entries.has(key);
  }

  set(given: K, value: V): this {
    const key = keyOf(given);
    const entries = this.#entries;
    const owned = own(value) as V;
    const previous = entries.get(key);
    const isKnown = entries.has(key);
    if (isKnown && same(previous, owned)) return this;
    const told: Told = isKnown
      ? ['changed', { key, value: owned, previous }]
      : ['added', { key, value: owned }];
    this.write(entries.set(key, owned), [told]);
    return this;
  }

  delete(given: K): boolean {
    const key = keyOf(given);
    const entries = this.#entries;
    if (!entries.has(key)) return false;
    const value = entries.get(key);
    this.write(entries.delete(key), [removal([key, value])]);
    return true;
  }

  clear(): void {
    this.write(form.empty, [...this.#entries].map(removal));
  }

  forEach(visit: (value: V, key: K, map: Map<K, V>) => void, thisArg?: unknown): void {
    for (const [key, value] of this.#entries) visit.call(thisArg, value, key, this);
  }

  *keys(): MapIterator<K> {
    for (const [key] of this.#entries) yield key;
  }

  *values(): MapIterator<V> {
    for (const [, value] of this.#entries) yield value;
  }

  entries(): MapIterator<[K, V]> {
    return this.#entries[Symbol.iterator]();
  }

  [Symbol.iterator](): MapIterator<[K, V]> {
    return this.entries();
  }

  get #entries(): Entries<K, V> {
    return this[CONTENT].value as Entries<K, V>;
  }
}
