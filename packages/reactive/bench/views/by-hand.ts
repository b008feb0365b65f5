import type { LiveView, Row, Scene, ViewQuery } from './view';
import { totalOrder } from './view';

/** Short enough that moving half of it costs little beside finding the place. */
const BLOCKS = 512;

/** One sorted array, however long: the least that one writes. */
export const ONE_ARRAY = Number.POSITIVE_INFINITY;

/** An incremental filtered and sorted view, as one writes it by hand: sorted arrays, and bisection. */
class SortedView<R extends Row> {
  heard = 0;
  readonly #blocks: R[][] = [];
  readonly #longest: number;
  readonly #matches: (row: R) => boolean;
  readonly #order: (a: R, b: R) => number;

  /** Arrays are split when they get longer than `longest`; without that there is one, and moving costs more. */
  constructor(rows: readonly R[], query: ViewQuery<R>, longest: number) {
    this.#matches = query.matches;
    this.#order = totalOrder(query);
    this.#longest = longest;
    const shown = rows.filter(query.matches).sort(this.#order);
    const length = Math.min(Math.max(1, shown.length), longest / 2);
    for (let i = 0; i < shown.length; i += length) this.#blocks.push(shown.slice(i, i + length));
  }

  get shown(): R[] {
    return this.#blocks.flat();
  }

  /** Writes to a row, and moves it to where it belongs. */
  update(row: R, write: (row: R) => void): void {
    const wasShown = this.#matches(row);
    if (wasShown) this.#remove(row);
    write(row);
    const isShown = this.#matches(row);
    if (isShown) this.#insert(row);
    if (wasShown || isShown) this.heard++;
  }

  #insert(row: R): void {
    const at = this.#blockFor(row);
    const block = this.#blocks[at];
    if (block === undefined) {
      this.#blocks.push([row]);
      return;
    }
    block.splice(this.#placeIn(block, row), 0, row);
    if (block.length > this.#longest) this.#blocks.splice(at + 1, 0, block.splice(this.#longest / 2));
  }

  #remove(row: R): void {
    const at = this.#blockFor(row);
    const block = this.#blocks[at] as R[];
    block.splice(this.#placeIn(block, row), 1);
    if (block.length === 0) this.#blocks.splice(at, 1);
  }

  /** The first block that does not end before the row; the last one where all do. */
  #blockFor(row: R): number {
    let low = 0;
    let high = this.#blocks.length - 1;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#order(this.#blocks[middle]?.at(-1) as R, row) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #placeIn(block: readonly R[], row: R): number {
    let low = 0;
    let high = block.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#order(block[middle] as R, row) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** The view that others are compared with, over objects of a plain class. */
export const viewByHand = <R extends Row>(
  { query }: Scene<R>,
  given: readonly R[],
  { make, longest = BLOCKS }: { readonly make: (values: R) => R; readonly longest?: number },
): LiveView => {
  const rows = given.map((row) => make(row));
  const view = new SortedView(rows, query, longest);
  return {
    update: (index, values) =>
      view.update(rows[index] as R, (found) => {
        for (const key in values) found[key as keyof R] = values[key] as R[keyof R];
      }),
    heard: () => view.heard,
    ids: () => view.shown.slice(0, query.limit).map(({ id }) => id),
  };
};
