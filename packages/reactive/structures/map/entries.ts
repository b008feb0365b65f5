import { same } from '../../model/equality';

type Entry<K, V> = readonly [K, V];

/** Entries in the order in which they came; an empty place is of one that was deleted. */
type Chunk<K, V> = readonly (Entry<K, V> | undefined)[];

const CHUNK = 64;

const sameKey = (a: unknown, b: unknown): boolean => a === b || Object.is(a, b);

const chunksOf = <K, V>(entries: readonly Entry<K, V>[]): Chunk<K, V>[] => {
  const chunks: Chunk<K, V>[] = [];
  for (let at = 0; at < entries.length; at += CHUNK) chunks.push(entries.slice(at, at + CHUNK));
  return chunks;
};

/**
 * The entries of a map, which never change: what is written makes another version, and shares with this one all but the
 * chunk that it is in. So a write costs little however large the map is.
 */
export class Entries<K, V> {
  readonly size: number;
  readonly #chunks: readonly Chunk<K, V>[];
  /** Where each key stands. The version that was made last has it; an older one that is asked again makes its own. */
  #places: Map<K, number> | undefined;

  private constructor(chunks: readonly Chunk<K, V>[], size: number, places?: Map<K, number>) {
    this.#chunks = chunks;
    this.size = size;
    this.#places = places;
  }

  static of<K, V>(entries: Iterable<Entry<K, V>>): Entries<K, V> {
    // Of a key that is there twice the last value counts, at its first place, as in maps.
    const all = [...new Map(entries)];
    return new Entries(chunksOf(all), all.length);
  }

  get(key: K): V | undefined {
    return this.#entry(key)?.[1];
  }

  has(key: K): boolean {
    return this.#entry(key) !== undefined;
  }

  set(key: K, value: V): Entries<K, V> {
    const places = this.#placesOrNew();
    const known = places.get(key);
    const place = known ?? this.#length;
    const chunks = this.#with(place, [key, value]);
    this.#places = undefined;
    places.set(key, place);
    return new Entries(chunks, known === undefined ? this.size + 1 : this.size, places);
  }

  delete(key: K): Entries<K, V> {
    const places = this.#placesOrNew();
    const place = places.get(key);
    if (place === undefined) return this;
    // Not worth their room any more: too many places are empty.
    if (this.#length > 2 * this.size + CHUNK) {
      return Entries.of([...this].filter(([each]) => !sameKey(each, key)));
    }
    const chunks = this.#with(place, undefined);
    this.#places = undefined;
    places.delete(key);
    return new Entries(chunks, this.size - 1, places);
  }

  *[Symbol.iterator](): MapIterator<[K, V]> {
    for (const chunk of this.#chunks) {
      for (const entry of chunk) if (entry !== undefined) yield [entry[0], entry[1]];
    }
  }

  /** Whether another version has equal values under the same keys. */
  same(other: Entries<K, V>): boolean {
    if (this === other) return true;
    if (this.size !== other.size) return false;
    return this.#isAligned(other) ?? this.#hasSameValues(other);
  }

  /** Compares place by place what is not shared. Answers nothing where the keys do not stand at the same places. */
  #isAligned(other: Entries<K, V>): boolean | undefined {
    if (this.#chunks.length !== other.#chunks.length) return undefined;
    for (const [at, chunk] of this.#chunks.entries()) {
      const theirs = other.#chunks[at] as Chunk<K, V>;
      if (chunk === theirs) continue;
      if (chunk.length !== theirs.length) return undefined;
      for (const [index, entry] of chunk.entries()) {
        const their = theirs[index];
        if (entry === their) continue;
        if (entry === undefined || their === undefined || !sameKey(entry[0], their[0])) return undefined;
        if (!same(entry[1], their[1])) return false;
      }
    }
    return true;
  }

  #hasSameValues(other: Entries<K, V>): boolean {
    for (const [key, value] of this) {
      const theirs = other.#entry(key);
      if (theirs === undefined || !same(value, theirs[1])) return false;
    }
    return true;
  }

  get #length(): number {
    const last = this.#chunks.at(-1);
    return last === undefined ? 0 : (this.#chunks.length - 1) * CHUNK + last.length;
  }

  #entry(key: K): Entry<K, V> | undefined {
    const place = this.#placesOrNew().get(key);
    return place === undefined ? undefined : this.#chunks[Math.floor(place / CHUNK)]?.[place % CHUNK];
  }

  #with(place: number, entry: Entry<K, V> | undefined): readonly Chunk<K, V>[] {
    const at = Math.floor(place / CHUNK);
    const chunk = [...(this.#chunks[at] ?? [])];
    chunk[place % CHUNK] = entry;
    const chunks = [...this.#chunks];
    chunks[at] = chunk;
    return chunks;
  }

  #placesOrNew(): Map<K, number> {
    if (this.#places !== undefined) return this.#places;
    const places = new Map<K, number>();
    for (const [at, chunk] of this.#chunks.entries()) {
      for (const [index, entry] of chunk.entries()) {
        if (entry !== undefined) places.set(entry[0], at * CHUNK + index);
      }
    }
    this.#places = places;
    return places;
  }
}
