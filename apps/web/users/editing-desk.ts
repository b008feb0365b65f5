/** Something typed into a form. */
interface Typed {
  /** Whether it is not saved. */
  readonly dirty: boolean;
  /** What it was typed for, as it is said in a sentence. */
  readonly subject: string;
}

/** The forms that are open, and those that were left with something in them: by the id of the user, or `new`. */
class EditingDesk {
  readonly #editings = new Map<string, Typed>();

  /** The editing of a key, which names one form: what was left there, or a new one. */
  of<T extends Typed>(key: string, begin: () => T): T {
    const known = this.#editings.get(key);
    if (known !== undefined) return known as T; // of the same form, and so of its kind
    const begun = begin();
    this.#editings.set(key, begun);
    return begun;
  }

  find(key: string): Typed | undefined {
    return this.#editings.get(key);
  }

  /** Drops what was typed. */
  forget(key: string): void {
    this.#editings.delete(key);
  }

  /** Drops all of it. */
  clear(): void {
    this.#editings.clear();
  }

  /** Whether leaving the page would lose something. */
  get holdsUnsaved(): boolean {
    return [...this.#editings.values()].some(({ dirty }) => dirty);
  }
}

export const desk = new EditingDesk();
