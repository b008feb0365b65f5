import { Emitter } from '../model';
import { same } from '../model/equality';
import type { NestedCell } from '../model/nested';
import { type RawProperties, rawPropertiesOf } from '../model/raw-properties';
import { REFERENCES, type Referrer } from '../model/referrer';
import { NESTED, STATE } from '../model/symbols';
import type { Undoable } from './types';

/** A property of one model, or a structure as a whole, that became another. */
export interface Change {
  /** The state of the model, or what stands for the structure. */
  readonly of: object;
  readonly name: string;
  readonly before: unknown;
  readonly after: unknown;
}

/** What happened since the last look. */
export interface Seen {
  readonly changes: readonly Change[];
  /** Properties of which something came from outside: a load, news of the entity. */
  readonly fromOutside: readonly Pick<Change, 'of' | 'name'>[];
}

interface Known {
  value: unknown;
  confirmed: unknown;
}

type Cells = Pick<RawProperties, 'names' | 'value' | 'confirmed' | 'put'>;

interface Watched {
  readonly properties: Cells;
  readonly known: Map<string, Known>;
}

type Comparing = (a: unknown, b: unknown) => boolean;

/** What has references may refer to the same by another value: that is no change. */
type Holding = { readonly [REFERENCES]?: ReadonlyMap<string, Referrer> };

/**
 * Whether what is saved was moved by somebody else. What is taken for saved as it stood, or stood before it was edited
 * again, was saved here.
 */
const isFromOutside = (known: Known, { value, confirmed }: Known, areSame: Comparing): boolean =>
  !areSame(known.confirmed, confirmed) &&
  !areSame(known.value, confirmed) &&
  (!areSame(known.value, value) || !areSame(value, confirmed));

const cellsOf = ({ value, confirmed, put }: NestedCell): Cells => ({
  names: [''],
  value,
  confirmed,
  put: (_, next) => put(next),
});

/** What became of the values of one model, which are known from now on. */
const compare = (
  of: object,
  { properties, known }: Watched,
): (Change & { readonly isFromOutside: boolean })[] =>
  properties.names.flatMap((name) => {
    const now = { value: properties.value(name), confirmed: properties.confirmed(name) };
    const last = known.get(name);
    known.set(name, now);
    if (last === undefined) return [];
    const referrer = (of as Holding)[REFERENCES]?.get(name);
    const areSame: Comparing = (a, b) => same(a, b) || referrer?.refersToSame(a, b) === true;
    const outside = isFromOutside(last, now, areSame);
    if (!outside && areSame(last.value, now.value)) return [];
    return [{ of, name, before: last.value, after: now.value, isFromOutside: outside }];
  });

/** The values of models, and of those inside them, as they were at the last look. */
export class Watch {
  readonly #models: readonly Undoable[];
  #watched = new Map<object, Watched>();
  /** All that was ever watched, as it was known last: what has left may come back, with a step or in one. */
  readonly #seen = new WeakMap<object, Watched>();

  constructor(models: readonly Undoable[]) {
    this.#models = models;
    this.look();
  }

  /** Compares the models with how they were. One that was not there takes part from now on. */
  look(): Seen {
    const before = this.#watched;
    this.#watched = new Map();
    for (const model of this.#models) this.#enter(model);
    // What was changed in a model before it left belongs to what made it leave.
    const all = new Map([...before, ...this.#watched]);
    const changes = [...all].flatMap(([of, watched]) => compare(of, watched));
    return {
      changes: changes.filter(({ isFromOutside }) => !isFromOutside),
      fromOutside: changes.filter(({ isFromOutside }) => isFromOutside),
    };
  }

  /** Puts a value back, as if it had never been another. */
  put({ of, name, before, after }: Change, side: 'before' | 'after'): void {
    const value = side === 'before' ? before : after;
    const seen = this.#seen.get(of);
    const known = seen?.known.get(name);
    if (known !== undefined) known.value = value;
    seen?.properties.put(name, value);
  }

  #enter(root: Undoable): void {
    const { [STATE]: state } = root;
    const cell = state === undefined ? root[NESTED]().cell : undefined;
    if (cell !== undefined) this.#watch(cell.key, cellsOf(cell));
    if (state === undefined || this.#watched.has(state)) return;
    const properties = rawPropertiesOf({ [STATE]: state });
    this.#watch(state, properties);
    for (const name of properties.names) {
      const value = properties.value(name);
      // What is nested is a model, or it has no state: then it is a structure or a collection.
      if (value instanceof Emitter && NESTED in value) this.#enter(value as Emitter<object> & Undoable);
    }
  }

  #watch(of: object, properties: Cells): void {
    const watched = this.#seen.get(of) ?? { properties, known: new Map() };
    this.#watched.set(of, watched);
    this.#seen.set(of, watched);
  }
}
