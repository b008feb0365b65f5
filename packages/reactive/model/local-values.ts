import { same } from './equality';
import type { Shape } from './shape';

/** The values of a model beside the confirmed ones, and how many of them differ. */
export class LocalValues {
  readonly shape: Shape;
  readonly values: unknown[];
  /** The confirmed values; `null` as long as none differs. */
  base: unknown[] | null = null;
  /** How many values differ from {@link base}. */
  changed = 0;

  constructor(shape: Shape) {
    this.shape = shape;
    this.values = shape.blank.slice();
  }

  isChanged(index: number): boolean {
    return this.base !== null && !same(this.values[index], this.base[index]);
  }

  /** The properties whose local value differs from the confirmed one. */
  changedIndexes(): number[] {
    return this.changed === 0 ? [] : [...this.values.keys()].filter((index) => this.isChanged(index));
  }

  /** The confirmed value of a property. */
  confirmed(index: number): unknown {
    return this.base === null ? this.values[index] : this.base[index];
  }

  /** Counts a local value that is about to be stored. Answers whether the property ceases or begins to differ. */
  protected countLocal(index: number, value: unknown): boolean {
    this.base ??= this.values.slice();
    const confirmed = this.base[index];
    const before = this.changed;
    if (!same(this.values[index], confirmed)) this.changed--;
    if (!same(value, confirmed)) this.changed++;
    return this.changed !== before;
  }

  /** Moves the confirmed value under a local one that stays, or is about to be stored. */
  protected moveBase(index: number, value: unknown, local: unknown): void {
    this.base ??= this.values.slice();
    if (!same(this.values[index], this.base[index])) this.changed--;
    if (!same(local, value)) this.changed++;
    this.base[index] = value;
  }
}
