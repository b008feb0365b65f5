import { DefinitionError } from '../errors';
import type { ComputedDefinition } from './declarations';
import { Computation, Effect, untracked } from './signals';

/** What a computed property reads of its model. */
export interface ComputedHost {
  readonly owner: object;
  /** Reads a property or another computed one, so that the running computation depends on it. */
  track(name: string): void;
}

/** An error that was thrown while computing: cached like a value, thrown at each read. */
class Failure {
  constructor(readonly error: unknown) {}
}

/** One computed property of one instance. */
export class ComputedCell extends Computation {
  readonly #definition: ComputedDefinition;
  readonly #host: ComputedHost;
  #watcher: Effect | undefined;

  constructor(definition: ComputedDefinition, host: ComputedHost) {
    super();
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
    const { dependencies, compute } = this.#definition;
    try {
      // The class that declares `compute` is the one whose instance is handed in.
      return dependencies === null ? compute(this.#host.owner as never) : this.#computeFrom(dependencies);
    } catch (error) {
      return new Failure(error);
    }
  }

  #computeFrom(dependencies: readonly string[]): unknown {
    for (const name of dependencies) this.#host.track(name);
    return untracked(() => this.#definition.compute(this.#host.owner as never));
  }

  protected override refuseRing(): never {
    throw new DefinitionError(`'${this.#definition.name}' is computed from itself.`);
  }
}
