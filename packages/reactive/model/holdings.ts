import { type NestedValue, nestedOf } from './nested';
import { type Container, ParentLink } from './nesting';

interface Holding {
  readonly child: NestedValue;
  readonly link: ParentLink;
}

/** The models and collections that one model holds, so that it hears of their changes. */
export class Holdings {
  readonly #container: Container;
  readonly #holdings = new Map<number, Holding>();
  #kept: boolean;

  /** @param kept - whether somebody listens to the container */
  constructor(container: Container, kept: boolean) {
    this.#container = container;
    this.#kept = kept;
  }

  /** Notes what a property holds now; what it held before is let go. */
  put(index: number, value: unknown): void {
    const known = this.#holdings.get(index);
    known?.child.detach(known.link);
    this.#holdings.delete(index);
    const child = nestedOf(value);
    if (child === undefined) return;
    const link = new ParentLink(this.#container, index);
    link.keep(this.#kept);
    child.attach(link);
    this.#holdings.set(index, { child, link });
  }

  /** Begins or ceases to keep the container alive. */
  keep(kept: boolean): void {
    if (kept === this.#kept) return;
    this.#kept = kept;
    for (const { link } of this.#holdings.values()) link.keep(kept);
  }
}
