import type { EntityRecord } from '../../registry/record';

/**
 * How many entities match in all, also those that are not loaded: what the provider said, and what is known to have
 * entered or left since.
 */
export class Total {
  #value: number | undefined;
  #counted = new WeakMap<EntityRecord, boolean>();

  get value(): number | undefined {
    return this.#value;
  }

  /** Starts from what the provider said, which included these records. */
  reset(value: number | undefined, records: Iterable<EntityRecord>): void {
    this.#value = value;
    this.#counted = new WeakMap();
    this.include(records);
  }

  /** These records were part of the provider's count. */
  include(records: Iterable<EntityRecord>): void {
    for (const record of records) this.#counted.set(record, true);
  }

  /** One record stands for the entity of another from now on. */
  succeed(from: EntityRecord, to: EntityRecord): void {
    const counted = this.#counted.get(from);
    if (counted !== undefined) this.#counted.set(to, counted);
  }

  /** Takes note of a record before a change of it is taken in; `isCounted` says of one that was never seen. */
  notice(record: EntityRecord, isCounted: () => boolean): void {
    if (this.#value === undefined || this.#counted.has(record)) return;
    this.#counted.set(record, isCounted());
  }

  /** Takes note of whether a record belongs. */
  observe(record: EntityRecord, belongs: boolean): void {
    if (this.#value === undefined) return;
    this.#value += Number(belongs) - Number(this.#counted.get(record) === true);
    this.#counted.set(record, belongs);
  }
}
