/** Objects that the list does not keep alive. */
export class WeakList<T extends object> {
  #references: WeakRef<T>[] = [];

  add(object: T): void {
    const { length } = this.#references;
    // Swept as the list doubles: one that lives long must not collect references to objects that are gone.
    const isFull = length >= 8 && (length & (length - 1)) === 0;
    if (isFull) this.#references = this.#references.filter((reference) => reference.deref() !== undefined);
    this.#references.push(new WeakRef(object));
  }

  /** Those that somebody still refers to. */
  live(): T[] {
    return this.#references.flatMap((reference) => reference.deref() ?? []);
  }
}
