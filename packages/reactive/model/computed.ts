import { computed, effect, setActiveSub } from 'alien-signals';
import { DefinitionError } from '../errors';
import type { ComputedDefinition } from './declarations';

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

/** Runs `fn` so that nothing it reads becomes a dependency of whoever is computing. */
export const untracked = <R>(fn: () => R): R => {
  const subscriber = setActiveSub(undefined);
  try {
    return fn();
  } finally {
    setActiveSub(subscriber);
  }
};

const evaluate = (definition: ComputedDefinition, host: ComputedHost): unknown => {
  // The class that declares `compute` is the one whose instance is handed in.
  const compute = () => definition.compute(host.owner as never);
  try {
    if (definition.dependencies === null) return compute();
    for (const name of definition.dependencies) host.track(name);
    return untracked(compute);
  } catch (error) {
    return new Failure(error);
  }
};

/** One computed property of one instance. */
export class ComputedCell {
  readonly #cell: () => unknown;
  #stopWatching: (() => void) | undefined;

  readonly #name: string;
  #computing = false;

  constructor(definition: ComputedDefinition, host: ComputedHost) {
    this.#name = definition.name;
    this.#cell = computed(() => {
      this.#computing = true;
      const value = evaluate(definition, host);
      this.#computing = false;
      return value;
    });
  }

  /** The value; recomputed only when a dependency changed. Throws what `compute` threw. */
  read(): unknown {
    if (this.#computing) throw new DefinitionError(`'${this.#name}' is computed from itself.`);
    const value = this.#cell();
    if (value instanceof Failure) throw value.error;
    return value;
  }

  /** The value, without depending on it; `undefined` when computing threw. */
  peek(): unknown {
    const value = untracked(this.#cell);
    return value instanceof Failure ? undefined : value;
  }

  /** Calls `changed` with the previous value whenever the value changed, until {@link unwatch}. */
  watch(changed: (previous: unknown) => void): void {
    if (this.#stopWatching !== undefined) return;
    let started = false;
    let last: unknown;
    this.#stopWatching = untracked(() =>
      effect(() => {
        const value = this.#cell();
        // While computing throws there is nothing to tell; the value before it counts when it recovers.
        if (!(value instanceof Failure)) {
          const previous = last;
          last = value;
          if (started) untracked(() => changed(previous));
        }
        started = true;
      }),
    );
  }

  unwatch(): void {
    this.#stopWatching?.();
    this.#stopWatching = undefined;
  }
}
