/**
 * What happened in something that is held: a value was written, at once and also in a transaction, where it may come
 * back; what is to be told, when the batch ends, changed; or whether it is unpublished.
 */
export type InnerChange = 'written' | 'values' | 'facts';

/** Something that holds models or is held: it hears of what changes in it. */
export interface Container {
  readonly parents: Parents | null;
  /** Something changed in what the property `index` holds. */
  childChanged(index: number, change: InnerChange): void;
}

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

/** Tells everything that holds a changed model, directly or not; models that hold each other do not hang it. */
export const bubble = (origin: Container, change: InnerChange): void => {
  const reachedFrom = new Map<Container, Container>([[origin, origin]]);
  for (const container of reachedFrom.keys()) {
    for (const { container: parent, index } of container.parents ?? []) {
      if (parent === undefined) continue;
      if (!reachedFrom.has(parent)) reachedFrom.set(parent, container);
      // A holder may hold the same model in two properties; a ring ends where it began.
      if (reachedFrom.get(parent) === container && parent !== origin) parent.childChanged(index, change);
    }
  }
};

/** Follows an operation through models that may hold each other, so that it reaches none of them again on its way. */
export class Walk {
  readonly #path = new Set<object>();

  /** Whether the operation is at work in this model already. */
  has(model: object): boolean {
    return this.#path.has(model);
  }

  through<R>(model: object, visit: () => R): R {
    this.#path.add(model);
    try {
      return visit();
    } finally {
      this.#path.delete(model);
    }
  }
}
