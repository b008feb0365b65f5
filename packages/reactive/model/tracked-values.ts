import { ComputedCell, type ComputedHost, type ResolvedComputed } from './computed';
import { LocalValues } from './local-values';
import type { Shape } from './shape';
import { isTracking, Signal } from './signals';

/** The values of a model as computations and effects read them: what they read, they depend on. */
export class TrackedValues extends LocalValues implements ComputedHost {
  /** The object that shows the state, once it was made. */
  protected shown: object | null;
  /**
   * The computed properties; then a signal for each property, one for the facts about the model's life, and one for
   * the inside of each nested property.
   */
  #nodes: (ComputedCell | Signal | undefined)[] | null = null;

  constructor(shape: Shape, owner: object | null) {
    super(shape);
    this.shown = owner;
  }

  /** The model; for an entity, the first of the objects that show it. */
  get owner(): object {
    return this.shown ?? this.makeOwner();
  }

  /** Makes the object that shows the state, where there is none yet: entities do that when somebody looks. */
  protected makeOwner(): object {
    return this;
  }

  read(index: number): unknown {
    if (isTracking()) this.depend(index);
    return this.values[index];
  }

  /** The values that are known, by name. */
  known(): Record<string, unknown> {
    const { names } = this.shape;
    const result: Record<string, unknown> = {};
    for (let index = 0; index < names.length; index++) {
      const value = this.read(index);
      if (value !== undefined) result[names[index] as string] = value;
    }
    return result;
  }

  readComputed(index: number): unknown {
    const known = this.#nodes?.[index] as ComputedCell | undefined;
    return (known ?? this.cell(index)).read();
  }

  track(source: number): void {
    if (source < 0) {
      this.readComputed(~source);
      return;
    }
    this.depend(source);
    if (this.shape.nested.has(source)) this.depend(this.insideOf(source));
  }

  /** Makes whoever is computing depend on the facts about the model's life. */
  trackMeta(): void {
    if (isTracking()) this.depend(this.shape.names.length);
  }

  /** Has everything that depends on this state look again: its objects show another state now. */
  protected invalidateAll(): void {
    for (const each of this.#nodes ?? []) if (each instanceof Signal) each.write({});
  }

  protected invalidate(index: number, value: unknown): void {
    if (this.#nodes !== null) this.signal(index)?.write(value);
  }

  protected invalidateMeta(): void {
    if (this.#nodes !== null) this.invalidate(this.shape.names.length, {});
  }

  /** Tells those who declared to depend on all that a nested property holds. */
  protected invalidateInside(index: number): void {
    this.invalidate(this.insideOf(index), {});
  }

  /** A computed value, without depending on it; `undefined` when computing it threw. */
  peek(index: number): unknown {
    return this.cell(index).peek();
  }

  /** Calls `changed` with the previous value whenever a computed value changed; without it, no longer. */
  protected watch(index: number, changed: ((previous: unknown) => void) | undefined): void {
    if (changed === undefined) (this.#nodes?.[index] as ComputedCell | undefined)?.unwatch();
    else this.cell(index).watch(changed);
  }

  /**
   * Where the inside of a nested property is tracked, for those who declared to depend on all of it. Who just reads a
   * nested model depends on what it reads of it.
   */
  private insideOf(index: number): number {
    return this.shape.names.length + 1 + index;
  }

  private depend(index: number): void {
    let known = this.signal(index);
    if (known === undefined) {
      known = new Signal(this.values[index], this);
      this.nodesOrNew()[this.shape.computed.length + index] = known;
    }
    known.track();
  }

  private signal(index: number): Signal | undefined {
    return this.#nodes?.[this.shape.computed.length + index] as Signal | undefined;
  }

  private cell(index: number): ComputedCell {
    const nodes = this.nodesOrNew();
    // Indexes come from the shape.
    nodes[index] ??= new ComputedCell(this.shape.computed[index] as ResolvedComputed, this);
    return nodes[index] as ComputedCell;
  }

  private nodesOrNew(): (ComputedCell | Signal | undefined)[] {
    const { names, computed, nested } = this.shape;
    this.#nodes ??= new Array(computed.length + names.length + 1 + (nested.size > 0 ? names.length : 0));
    return this.#nodes;
  }
}
