import { same } from './equality';

/** What changed in a model since it last told. Made when somebody observes it and something changes. */
export class Changes {
  readonly indexes: number[] = [];
  readonly previous: unknown[] = [];
  /** The values to tell, by position; taken when the changes are settled. */
  readonly values: unknown[] = [];
  /** Indexes of the properties whose model or collection changed inside. */
  children: Set<number> | null = null;
  /** Previous values of computed properties that somebody listens to. */
  computed: Map<number, unknown> | null = null;
  /** Whether a fact about the model's life is another; taken when the changes are settled. */
  meta = false;
  /** Properties that became unpublished, or published, since. */
  readonly toggled = new Set<number>();
  /** The flags as they were, when one of them was touched. */
  flags: number | undefined;

  note(index: number, previous: unknown): void {
    if (this.indexes.includes(index)) return;
    this.indexes.push(index);
    this.previous.push(previous);
  }

  noteComputed(index: number, previous: unknown): void {
    this.computed ??= new Map();
    if (!this.computed.has(index)) this.computed.set(index, previous);
  }

  noteChild(index: number): void {
    this.children ??= new Set();
    this.children.add(index);
  }

  toggle(index: number): void {
    if (!this.toggled.delete(index)) this.toggled.add(index);
  }

  noteFlags(previous: number): void {
    this.flags ??= previous;
  }

  /** Takes what is to be told: the values, and whether a flag is another now. */
  settle(values: readonly unknown[], flags: number): void {
    for (const index of this.indexes) this.values.push(values[index]);
    this.meta = this.flags !== undefined && this.flags !== flags;
  }

  /** Whether anything is left to tell of the properties, the values being what they are now. */
  isNews(values: readonly unknown[]): boolean {
    return this.indexes.some((index, position) => !same(values[index], this.previous[position]));
  }
}
