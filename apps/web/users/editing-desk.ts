import type { UserEditing } from './editing';

/** The forms that are open, and those that were left with something in them: by the id of the user, or `new`. */
class EditingDesk {
  readonly #editings = new Map<string, UserEditing>();

  /** The editing of a key: what was left there, or a new one. */
  of(key: string, begin: () => UserEditing): UserEditing {
    const known = this.#editings.get(key);
    if (known !== undefined) return known;
    const begun = begin();
    this.#editings.set(key, begun);
    return begun;
  }

  find(key: string): UserEditing | undefined {
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
