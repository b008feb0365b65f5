import { getActiveSub } from 'alien-signals';
import type { ComputedHost } from './computed';
import { LocalValues } from './local-values';
import type { Shape } from './shape';
import { Tracking } from './tracking';

/** The values of a model as computations and effects read them: what they read, they depend on. */
export class TrackedValues extends LocalValues implements ComputedHost {
  /** The model; for an entity, the first of the objects that show it. */
  owner: object;
  tracking: Tracking | null = null;

  constructor(shape: Shape, owner: object) {
    super(shape);
    this.owner = owner;
  }

  read(index: number): unknown {
    if (getActiveSub() !== undefined) this.#track(index);
    return this.values[index];
  }

  readComputed(index: number): unknown {
    return this.trackingOrNew().cell(this.shape, index, this).read();
  }

  track(name: string): void {
    const computedIndex = this.shape.computedIndex.get(name);
    if (computedIndex !== undefined) {
      this.readComputed(computedIndex);
      return;
    }
    const index = this.shape.index.get(name) ?? this.shape.names.length;
    this.#track(index);
    if (this.shape.nested.has(index)) this.#track(this.#insideOf(index));
  }

  /** Makes whoever is computing depend on the facts about the model's life. */
  trackMeta(): void {
    if (getActiveSub() !== undefined) this.#track(this.shape.names.length);
  }

  /** Has everything that depends on this state look again: its objects show another state now. */
  protected invalidateAll(): void {
    this.tracking?.invalidate();
  }

  protected invalidateMeta(): void {
    this.tracking?.write(this.shape.names.length, {});
  }

  /** Tells those who declared to depend on all that a nested property holds. */
  protected invalidateInside(index: number): void {
    this.tracking?.write(this.#insideOf(index), {});
  }

  /** A computed value, without depending on it; `undefined` when computing it threw. */
  protected peek(index: number): unknown {
    return this.trackingOrNew().cell(this.shape, index, this).peek();
  }

  protected trackingOrNew(): Tracking {
    this.tracking ??= new Tracking();
    return this.tracking;
  }

  /**
   * Where the inside of a nested property is tracked, for those who declared to depend on all of it. Who just reads a
   * nested model depends on what it reads of it.
   */
  #insideOf(index: number): number {
    return this.shape.names.length + 1 + index;
  }

  #track(index: number): void {
    this.trackingOrNew().track(index, this.values[index]);
  }
}
