import { same } from './equality';
import type { Shape } from './shape';
import { UNEDITED } from './symbols';

/**
 * The values of a model beside the confirmed ones, and how many of them differ.
 *
 * Here and in the classes derived from it, methods are `private` and not `#private`: those would cost each instance a
 * word for each of the classes.
 */
export class LocalValues {
  readonly shape: Shape;
  readonly values: unknown[];
  /** How many values differ from the confirmed ones. */
  changed = 0;
  /** The confirmed values of those; `null` as long as none ever differed. */
  protected base: unknown[] | null = null;

  constructor(shape: Shape) {
    this.shape = shape;
    this.values = shape.blank.slice();
  }

  isChanged(index: number): boolean {
    return this.base !== null && this.base[index] !== UNEDITED;
  }

  /** The properties whose local value differs from the confirmed one. */
  changedIndexes(): number[] {
    return this.changed === 0 ? [] : [...this.values.keys()].filter((index) => this.isChanged(index));
  }

  /** The confirmed value of a property. */
  confirmed(index: number): unknown {
    return this.base !== null && this.base[index] !== UNEDITED ? this.base[index] : this.values[index];
  }

  /** Counts a local value that is about to replace another one. Answers whether the property ceases or begins to differ. */
  protected countLocal(index: number, value: unknown, previous: unknown): boolean {
    const { base } = this;
    if (base !== null && base[index] !== UNEDITED) return same(value, base[index]) && this.settle(index);
    this.base ??= this.shape.unedited.slice();
    this.base[index] = previous;
    this.changed++;
    return true;
  }

  /** Moves the confirmed value under a local one that stays, or is about to be stored. */
  protected moveBase(index: number, value: unknown, local: unknown): void {
    if (same(local, value)) {
      if (this.isChanged(index)) this.settle(index);
      return;
    }
    if (!this.isChanged(index)) this.changed++;
    this.base ??= this.shape.unedited.slice();
    this.base[index] = value;
  }

  private settle(index: number): true {
    (this.base as unknown[])[index] = UNEDITED;
    this.changed--;
    return true;
  }
}
