import { same } from '../../model/equality';
import type { EntityRecord } from '../../registry/record';

/** What records were before they were written to, until that is told. */
export class Touched {
  /** By record: indexes and values in turn. */
  readonly #before = new Map<EntityRecord, unknown[]>();

  note(record: EntityRecord, index: number, previous: unknown): void {
    const known = this.#before.get(record);
    if (known === undefined) this.#before.set(record, [index, previous]);
    else if (!known.some((each, at) => at % 2 === 0 && each === index)) known.push(index, previous);
  }

  /** Those of the values that are still others than before, each by its record and index. */
  *news(): Generator<[record: EntityRecord, index: number]> {
    for (const [record, before] of this.#before) {
      for (let at = 0; at < before.length; at += 2) {
        const index = before[at] as number;
        if (!same(record.values[index], before[at + 1])) yield [record, index];
      }
    }
  }

  clear(): void {
    this.#before.clear();
  }
}
