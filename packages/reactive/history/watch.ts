import { ReactiveModel } from '../model';
import { same } from '../model/equality';
import { type RawProperties, rawPropertiesOf } from '../model/raw-properties';
import type { ModelState } from '../model/state';
import { STATE } from '../model/symbols';
import type { Undoable } from './types';

/** A property of one model that became another. */
export interface Change {
  readonly state: ModelState;
  readonly name: string;
  readonly before: unknown;
  readonly after: unknown;
}

/** What happened since the last look. */
export interface Seen {
  readonly changes: readonly Change[];
  /** Properties of which something came from outside: a load, news of the entity. */
  readonly fromOutside: readonly Pick<Change, 'state' | 'name'>[];
}

interface Known {
  value: unknown;
  confirmed: unknown;
}

interface Watched {
  readonly properties: RawProperties;
  readonly known: Map<string, Known>;
}

/**
 * Whether what is saved was moved by somebody else. What is taken for saved as it stood, or stood before it was edited
 * again, was saved here.
 */
const isFromOutside = (known: Known, value: unknown, confirmed: unknown): boolean =>
  !same(known.confirmed, confirmed) &&
  !same(known.value, confirmed) &&
  (!same(known.value, value) || !same(value, confirmed));

/** What became of the values of one model, which are known from now on. */
const compare = (
  state: ModelState,
  { properties, known }: Watched,
): (Change & { readonly isFromOutside: boolean })[] =>
  properties.names.flatMap((name) => {
    const [value, confirmed] = [properties.value(name), properties.confirmed(name)];
    const last = known.get(name);
    known.set(name, { value, confirmed });
    if (last === undefined) return [];
    const outside = isFromOutside(last, value, confirmed);
    if (!outside && same(last.value, value)) return [];
    return [{ state, name, before: last.value, after: value, isFromOutside: outside }];
  });

/** The values of models, and of those inside them, as they were at the last look. */
export class Watch {
  readonly #models: readonly Undoable[];
  #watched = new Map<ModelState, Watched>();

  constructor(models: readonly Undoable[]) {
    this.#models = models;
    this.look();
  }

  /** Compares the models with how they were. One that was not there takes part from now on. */
  look(): Seen {
    const before = this.#watched;
    this.#watched = new Map();
    for (const model of this.#models) this.#enter(model, before);
    // What was changed in a model before it left belongs to what made it leave.
    const all = new Map([...before, ...this.#watched]);
    const changes = [...all].flatMap(([state, watched]) => compare(state, watched));
    return {
      changes: changes.filter(({ isFromOutside }) => !isFromOutside),
      fromOutside: changes.filter(({ isFromOutside }) => isFromOutside),
    };
  }

  /** Puts a value back, as if it had never been another. */
  put({ state, name }: Pick<Change, 'state' | 'name'>, value: unknown): void {
    const watched = this.#watched.get(state);
    const known = watched?.known.get(name);
    if (known !== undefined) known.value = value;
    (watched?.properties ?? rawPropertiesOf({ [STATE]: state })).put(name, value);
  }

  #enter(model: Undoable, before: ReadonlyMap<ModelState, Watched>): void {
    const state = model[STATE];
    if (this.#watched.has(state)) return;
    const properties = rawPropertiesOf(model);
    this.#watched.set(state, before.get(state) ?? { properties, known: new Map() });
    for (const name of properties.names) {
      const value = properties.value(name);
      if (value instanceof ReactiveModel) this.#enter(value, before);
    }
  }
}
