/** Small enough to be moved quickly, large enough that there are few. */
const BLOCK_SIZE = 256;

/** The first of so many places that is not before where something belongs; past the last one if all are. */
const placeIn = (count: number, isBefore: (at: number) => boolean): number => {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (isBefore(middle)) low = middle + 1;
    else high = middle;
  }
  return low;
};

/**
 * A sorted list in blocks: finding, inserting and removing cost about the logarithm of the length. What an entry is
 * sorted by must not change while it is in the list.
 */
export class SortedList<E> {
  #blocks: E[][] = [];
  #length = 0;
  readonly #compare: (a: E, b: E) => number;
  /** Where the entry that was looked for last is, or belongs. */
  #found: E | undefined;
  #block = 0;
  #index = 0;

  /** @param compare - a total order: 0 for one and the same entry only */
  constructor(compare: (a: E, b: E) => number) {
    this.#compare = compare;
  }

  get length(): number {
    return this.#length;
  }

  /** Inserts many at once. The list of them may be sorted on the way. */
  insertAll(entries: E[]): void {
    if (entries.length <= this.#length / 8) {
      for (const entry of entries) this.insert(entry);
      return;
    }
    const sorted = (this.#length === 0 ? entries : this.first(this.#length).concat(entries)).sort(
      this.#compare,
    );
    this.#blocks = [];
    for (let start = 0; start < sorted.length; start += BLOCK_SIZE) {
      this.#blocks.push(sorted.slice(start, start + BLOCK_SIZE));
    }
    this.#length = sorted.length;
    this.#found = undefined;
  }

  insert(entry: E): void {
    this.#find(entry);
    this.#length++;
    const block = this.#blocks[this.#block];
    if (block === undefined) this.#blocks.push([entry]);
    else block.splice(this.#index, 0, entry);
    if (block === undefined || block.length <= 2 * BLOCK_SIZE) return;
    this.#blocks.splice(this.#block + 1, 0, block.splice(BLOCK_SIZE));
    this.#found = undefined;
  }

  remove(entry: E): void {
    this.#find(entry);
    this.#found = undefined;
    this.#length--;
    const block = this.#blocks[this.#block] as E[];
    block.splice(this.#index, 1);
    if (block.length === 0) this.#blocks.splice(this.#block, 1);
  }

  /** The entry before this one. */
  before(entry: E): E | undefined {
    this.#find(entry);
    const block = this.#blocks[this.#index > 0 ? this.#block : this.#block - 1];
    return block?.[(this.#index || block.length) - 1];
  }

  /** How many entries come before this one, or `most` where there are more. */
  rankOf(entry: E, most: number): number {
    this.#find(entry);
    let rank = this.#index;
    for (let at = 0; at < this.#block && rank < most; at++) rank += this.#blocks[at]?.length ?? 0;
    return Math.min(rank, most);
  }

  /** The first `count` entries. */
  first(count: number): E[] {
    if (count >= this.#length) return ([] as E[]).concat(...this.#blocks);
    const entries: E[] = [];
    for (let at = 0; entries.length < count; at++) {
      entries.push(...(this.#blocks[at] as E[]).slice(0, count - entries.length));
    }
    return entries;
  }

  #find(entry: E): void {
    if (this.#found === entry) return;
    this.#found = entry;
    const isBefore = (each: E | undefined): boolean => this.#compare(each as E, entry) < 0;
    // The first block that does not end before the entry; the last one where all do.
    this.#block = placeIn(this.#blocks.length - 1, (at) => isBefore(this.#blocks[at]?.at(-1)));
    const block = this.#blocks[this.#block] ?? [];
    this.#index = placeIn(block.length, (at) => isBefore(block[at]));
  }
}
