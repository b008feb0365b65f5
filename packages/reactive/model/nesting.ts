/**
 * What happened in something that is held: a value was written, at once and also in a transaction, where it may come
 * back; what is to be told, when the batch ends, changed; or whether it is unpublished.
 */
export type InnerChange = 'written' | 'values' | 'facts';

/** What happened in what the property `index` holds; `paths` are what was written there, as seen from the holder. */
export interface InnerNews {
  readonly index: number;
  readonly change: InnerChange;
  readonly paths: readonly string[];
}

/** The scope that entities are made in. */
export interface Home {
  run<R>(fn: () => R): R;
}

/** Something that can be held. */
export interface Contained {
  readonly parents: Parents | null;
  /** Where it belongs, if it is an entity; all else belongs where its holder does. */
  readonly home?: Home;
}

/** Something that holds models: it hears of what changes in it, and may be held itself. */
export interface Container extends Contained {
  /**
   * Something changed in what the property `index` holds.
   *
   * @param paths - what was written there, as seen from what is held
   * @returns the same as seen from here
   */
  childChanged(index: number, change: InnerChange, paths: readonly string[]): readonly string[];
}

/** A path inside of what is held, as seen from its holder. */
export const below = (name: string, path: string): string => (path === '' ? name : `${name}.${path}`);

/**
 * Where a model is held. The link does not keep the holder alive, or a model that lives long would keep all that ever
 * held it, unless somebody listens to the holder.
 */
export class ParentLink {
  readonly index: number;
  readonly #container: WeakRef<Container>;
  #kept: Container | undefined;
  /** Told when the holder begins or ceases to be kept. */
  onKept: ((kept: boolean) => void) | undefined;

  constructor(container: Container, index: number) {
    this.#container = new WeakRef(container);
    this.index = index;
  }

  get container(): Container | undefined {
    return this.#kept ?? this.#container.deref();
  }

  get isKept(): boolean {
    return this.#kept !== undefined;
  }

  /** Keeps the holder alive as long as the model that it holds, or no longer. */
  keep(kept: boolean): void {
    if (kept === this.isKept) return;
    this.#kept = kept ? this.#container.deref() : undefined;
    this.onKept?.(kept);
  }
}

const FIRST_SWEEP = 16;

/** All places where a model is held. */
export class Parents {
  readonly #links = new Set<ParentLink>();
  readonly #onKept: () => void;
  #kept = 0;
  #sweepAt = FIRST_SWEEP;

  /** @param onKept - told when one of the holders begins or ceases to be kept */
  constructor(onKept: () => void = () => {}) {
    this.#onKept = onKept;
  }

  /** Whether somebody listens to one of the holders, or to what holds it. */
  get isKept(): boolean {
    return this.#kept > 0;
  }

  add(link: ParentLink): void {
    if (this.#links.size >= this.#sweepAt) this.#sweep();
    this.#links.add(link);
    if (link.isKept) this.#count(true);
    link.onKept = (kept) => this.#count(kept);
  }

  delete(link: ParentLink): void {
    if (!this.#links.delete(link)) return;
    link.onKept = undefined;
    if (link.isKept) this.#count(false);
  }

  [Symbol.iterator](): Iterator<ParentLink> {
    return this.#links.values();
  }

  #count(kept: boolean): void {
    this.#kept += kept ? 1 : -1;
    this.#onKept();
  }

  #sweep(): void {
    for (const link of this.#links) if (link.container === undefined) this.#links.delete(link);
    this.#sweepAt = Math.max(FIRST_SWEEP, this.#links.size * 2);
  }
}

/** Where something belongs, by itself or by what holds it, directly or not. */
export const homeOf = (contained: Contained): Home | undefined => {
  const reached = new Set([contained]);
  for (const { home, parents } of reached) {
    if (home !== undefined) return home;
    for (const { container } of parents ?? []) if (container !== undefined) reached.add(container);
  }
  return undefined;
};

/** What is told of as a whole. */
const ITSELF = [''];

/** Whom the news under way have reached, each with what was written as seen from there. */
let spreading: { readonly change: InnerChange; readonly reached: Map<Contained, string[]> } | undefined;

/**
 * Tells everything that holds a changed model, directly or not, by each way that leads there. Whoever spreads the same
 * news further in the middle of it joins, and is passed once: models that hold each other do not hang it.
 *
 * @param paths - what was written
 */
export const bubble = (origin: Contained, change: InnerChange, paths: readonly string[] = ITSELF): void => {
  const outer = spreading;
  if (outer?.change === change) {
    if (!outer.reached.has(origin)) outer.reached.set(origin, [...paths]);
    return;
  }
  const reached = new Map<Contained, string[]>([[origin, [...paths]]]);
  spreading = { change, reached };
  try {
    for (const [container, written] of reached) {
      for (const { container: parent, index } of container.parents ?? []) {
        // A ring ends where it began.
        if (parent === undefined || parent === origin) continue;
        const told = parent.childChanged(index, change, written);
        reached.set(parent, [...(reached.get(parent) ?? []), ...told]);
      }
    }
  } finally {
    spreading = outer;
  }
};

/** Follows an operation through models that may hold each other, so that it reaches none of them again on its way. */
export class Walk {
  readonly #reached = new Set<object>();
  readonly #isOnce: boolean;
  #depth = 0;

  /** @param reach - whether a model is reached by each way that leads to it, or but once */
  constructor(reach: 'by each way' | 'once' = 'by each way') {
    this.#isOnce = reach === 'once';
  }

  /** Whether the operation is at work in this model already, or was. */
  has(model: object): boolean {
    return this.#reached.has(model);
  }

  through<R>(model: object, visit: () => R): R {
    this.#reached.add(model);
    this.#depth++;
    try {
      return visit();
    } finally {
      if (--this.#depth === 0) this.#reached.clear();
      else if (!this.#isOnce) this.#reached.delete(model);
    }
  }
}
