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

  /** Takes note of whether a record belongs; `before` says it for one that was never seen. */
  observe(record: EntityRecord, belongs: boolean, before: () => boolean): void {
    if (this.#value === undefined) return;
    const counted = this.#counted.get(record) ?? before();
    this.#value += Number(belongs) - Number(counted);
    this.#counted.set(record, belongs);
  }
}
