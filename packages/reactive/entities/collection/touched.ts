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

  /** Whether one of them is still another than before. */
  get differ(): boolean {
    for (const [{ values }, before] of this.#before) {
      for (let at = 0; at < before.length; at += 2) {
        if (!same(values[before[at] as number], before[at + 1])) return true;
      }
    }
    return false;
  }

  clear(): void {
    this.#before.clear();
  }
}
