import { signal } from 'alien-signals';
import { DefinitionError } from '../errors';
import { ComputedCell, type ComputedHost } from './computed';
import type { Shape } from './shape';

type Signal = { (): unknown; (value: unknown): void };

/** The signals and computed cells of one model; made when somebody tracks it for the first time. */
export class Tracking {
  /** By property; the one after the last property stands for the facts about the model's life. */
  readonly #signals: (Signal | undefined)[] = [];
  readonly #cells: (ComputedCell | undefined)[] = [];

  /** Makes whoever is computing depend on a property. */
  track(index: number, value: unknown): void {
    const known = this.#signals[index];
    if (known !== undefined) {
      known();
      return;
    }
    const created: Signal = signal(value);
    this.#signals[index] = created;
    created();
  }

  /** Tells those who depend on a property. */
  write(index: number, value: unknown): void {
    this.#signals[index]?.(value);
  }

  /** Has everything that depends on any property look again. */
  invalidate(): void {
    for (const each of this.#signals) each?.({});
  }

  cell(shape: Shape, index: number, host: ComputedHost): ComputedCell {
    const known = this.#cells[index];
    if (known !== undefined) return known;
    const definition = shape.computed[index];
    if (definition === undefined)
      throw new DefinitionError(`${shape.className} has no such computed property.`);
    const created = new ComputedCell(definition, host);
    this.#cells[index] = created;
    return created;
  }

  unwatch(index: number): void {
    this.#cells[index]?.unwatch();
  }
}
