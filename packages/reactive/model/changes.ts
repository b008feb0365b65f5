import { same } from './equality';

/** What changed in a model since it last told. Made when somebody observes it and something changes; then used again. */
export class Changes {
  /** Only the first `count` entries of the lists count. */
  count = 0;
  readonly indexes: number[] = [];
  readonly previous: unknown[] = [];
  /** The values to tell; taken when the changes are settled. */
  readonly values: unknown[] = [];
  /** By index of the property whose model or collection changed inside: what was written there. */
  children: Map<number, readonly string[]> | null = null;
  /** Previous values of computed properties that somebody listens to. */
  computed: Map<number, unknown> | null = null;
  /** Whether a fact about the model's life is another. */
  meta = false;

  note(index: number, previous: unknown): void {
    for (let at = 0; at < this.count; at++) if (this.indexes[at] === index) return;
    this.indexes[this.count] = index;
    this.previous[this.count] = previous;
    this.count++;
  }

  noteComputed(index: number, previous: unknown): void {
    this.computed ??= new Map();
    if (!this.computed.has(index)) this.computed.set(index, previous);
  }

  noteChild(index: number, paths: readonly string[]): void {
    this.children ??= new Map();
    this.children.set(index, [...(this.children.get(index) ?? []), ...paths]);
  }

  /** The indexes of which something is left to tell, the values being what they are now. */
  news(values: readonly unknown[]): number[] {
    return this.indexes.slice(0, this.count).filter((index, at) => !same(values[index], this.previous[at]));
  }

  /** Takes the values to tell. */
  settle(values: readonly unknown[]): void {
    for (let at = 0; at < this.count; at++) this.values[at] = values[this.indexes[at] as number];
  }

  /** Whether the value at a position of the lists is another than before. */
  differs(at: number): boolean {
    return !same(this.values[at], this.previous[at]);
  }

  clear(): void {
    for (let at = 0; at < this.count; at++) {
      this.previous[at] = undefined;
      this.values[at] = undefined;
    }
    this.count = 0;
    this.children = null;
    this.computed = null;
    this.meta = false;
  }
}
