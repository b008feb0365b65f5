/** Something that a {@link SortedList} holds; it knows the block that it is in. */
export interface Sortable {
  block: Block | undefined;
}

interface Block {
  entries: Sortable[];
}

/** Small enough to be moved quickly, large enough that there are few. */
const BLOCK_SIZE = 256;

/**
 * A sorted list in blocks: finding, inserting and removing cost about the logarithm of the length.
 *
 * An entry whose sort key is about to change, or has changed, must be removed before anything is inserted.
 */
export class SortedList<E extends Sortable> {
  #blocks: Block[] = [];
  #length = 0;
  readonly #compare: (a: E, b: E) => number;

  constructor(compare: (a: E, b: E) => number) {
    this.#compare = compare;
  }

  get length(): number {
    return this.#length;
  }

  /** Replaces the content. */
  reset(entries: readonly E[]): void {
    const sorted = [...entries].sort(this.#compare);
    this.#blocks = [];
    for (let start = 0; start < sorted.length; start += BLOCK_SIZE) {
      this.#fill({ entries: sorted.slice(start, start + BLOCK_SIZE) });
    }
    this.#length = sorted.length;
  }

  insert(entry: E): void {
    this.#length++;
    const block = this.#blocks[this.#blockFor(entry)];
    if (block === undefined) {
      this.#fill({ entries: [entry] });
      return;
    }
    block.entries.splice(this.#positionIn(block, entry), 0, entry);
    entry.block = block;
    if (block.entries.length > 2 * BLOCK_SIZE) this.#split(block);
  }

  remove(entry: E): void {
    const { block } = entry;
    if (block === undefined) return;
    block.entries.splice(block.entries.indexOf(entry), 1);
    entry.block = undefined;
    this.#length--;
    if (block.entries.length === 0) this.#blocks.splice(this.#blocks.indexOf(block), 1);
  }

  /** The entry's place; -1 where it is not in the list. */
  indexOf(entry: E): number {
    if (entry.block === undefined) return -1;
    let index = 0;
    for (const block of this.#blocks) {
      if (block === entry.block) return index + block.entries.indexOf(entry);
      index += block.entries.length;
    }
    return -1;
  }

  /** The first `count` entries. */
  first(count: number): E[] {
    const entries: Sortable[] = [];
    for (const block of this.#blocks) {
      if (entries.length >= count) break;
      entries.push(...block.entries.slice(0, count - entries.length));
    }
    // Only entries of this list are ever put into a block.
    return entries as E[];
  }

  #fill(block: Block, at: number = this.#blocks.length): void {
    for (const entry of block.entries) entry.block = block;
    this.#blocks.splice(at, 0, block);
  }

  #split(block: Block): void {
    const upper = block.entries.splice(BLOCK_SIZE);
    this.#fill({ entries: upper }, this.#blocks.indexOf(block) + 1);
  }

  /** The last block that begins before the entry. */
  #blockFor(entry: E): number {
    let low = 0;
    let high = this.#blocks.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      const first = this.#blocks[middle]?.entries[0] as E;
      if (this.#compare(first, entry) <= 0) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  #positionIn({ entries }: Block, entry: E): number {
    let low = 0;
    let high = entries.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#compare(entries[middle] as E, entry) <= 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
