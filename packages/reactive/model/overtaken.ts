import { same } from './equality';
import type { ModelState } from './state';

/** What an asynchronous set has written, and when that was called. */
interface Written {
  readonly calledAt: number;
  readonly value: unknown;
}

/** What the latest call of those that have written has, by property. */
const written = new WeakMap<ModelState, Map<number, Written>>();
let clock = 0;

/** Values to write, by the index of their property. */
type Values = ReadonlyMap<number, unknown>;

/** An asynchronous set that was called, and is answered later. */
export class AsyncCall {
  readonly #state: ModelState;
  readonly #calledAt = ++clock;
  readonly #before: readonly unknown[];

  constructor(state: ModelState) {
    this.#state = state;
    this.#before = state.values.slice();
  }

  /** What no set that was called later has written: the rest stays, as if the sets had been answered in their order. */
  stillWanted(values: Values): Map<number, unknown> {
    return new Map([...values].filter(([index]) => !this.#isOvertaken(index)));
  }

  /** Takes note of what was written. */
  wrote(values: Values): void {
    const latest = written.get(this.#state) ?? new Map<number, Written>();
    for (const index of values.keys()) {
      latest.set(index, { calledAt: this.#calledAt, value: this.#state.values[index] });
    }
    written.set(this.#state, latest);
  }

  #isOvertaken(index: number): boolean {
    const value = this.#state.values[index];
    const latest = written.get(this.#state)?.get(index);
    if (latest !== undefined && latest.calledAt > this.#calledAt) return true;
    if (same(value, this.#before[index]) || (latest !== undefined && same(value, latest.value))) return false;
    // What is not local was no set: a provider has brought it, or it was reverted.
    return this.#state.isChanged(index);
  }
}
