import { DefinitionError } from '../errors';
import type { ComputedDefinition } from './declarations';
import { Computation, Effect, untracked } from './signals';

/** What a computed property reads of its model. */
export interface ComputedHost {
  readonly owner: object;
  /** Reads one of the {@link ResolvedComputed.sources}, so that the running computation depends on it. */
  track(source: number): void;
}

/** A computed property of a class. */
export interface ResolvedComputed extends ComputedDefinition {
  /** The declared dependencies: the index of a property, or the complement (`~`) of that of a computed one. */
  readonly sources: readonly number[] | null;
}

/** An error that was thrown while computing: cached like a value, thrown at each read. */
class Failure {
  constructor(readonly error: unknown) {}
}

/** One computed property of one instance. */
export class ComputedCell extends Computation {
  readonly #definition: ResolvedComputed;
  readonly #host: ComputedHost;
  #watcher: Effect | undefined;

  constructor(definition: ResolvedComputed, host: ComputedHost) {
    super(host);
    this.#definition = definition;
    this.#host = host;
  }

  /** The value; recomputed only when a dependency changed. Throws what `compute` threw. */
  override read(): unknown {
    const value = super.read();
    if (typeof value === 'object' && value instanceof Failure) throw value.error;
    return value;
  }

  /** The value, without depending on it; `undefined` when computing threw. */
  peek(): unknown {
    const value = untracked(() => super.read());
    return value instanceof Failure ? undefined : value;
  }

  /** Calls `changed` with the previous value whenever the value changed, until {@link unwatch}. */
  watch(changed: (previous: unknown) => void): void {
    if (this.#watcher !== undefined) return;
    let started = false;
    let last: unknown;
    const look = (): void => {
      const value = super.read();
      // While computing throws there is nothing to tell; the value before it counts when it recovers.
      if (!(value instanceof Failure)) {
        const previous = last;
        last = value;
        if (started) untracked(() => changed(previous));
      }
      started = true;
    };
    this.#watcher = new Effect(look);
  }

  unwatch(): void {
    this.#watcher?.end();
    this.#watcher = undefined;
  }

  protected override compute(): unknown {
    const { sources, compute } = this.#definition;
    try {
      // The class that declares `compute` is the one whose instance is handed in.
      return sources === null ? compute(this.#host.owner as never) : this.#computeFrom(sources);
    } catch (error) {
      return new Failure(error);
    }
  }

  #computeFrom(sources: readonly number[]): unknown {
    for (const source of sources) this.#host.track(source);
    return untracked(() => this.#definition.compute(this.#host.owner as never));
  }

  protected override refuseRing(): never {
    const { name } = this.#host.owner.constructor;
    throw new DefinitionError(
      `${name}: '${this.#definition.name}' is computed from itself. Compute it from other properties.`,
    );
  }
}
