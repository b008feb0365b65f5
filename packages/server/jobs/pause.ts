/** A wait that can be cut short. */
export class Pause {
  /** Resolves when it has passed, or was ended. */
  readonly over: Promise<void>;
  #end: () => void = () => {};

  /** @param milliseconds how long it lasts at most */
  constructor(milliseconds: number) {
    this.over = new Promise((resolve) => {
      const timer = setTimeout(resolve, milliseconds);
      this.#end = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  end(): void {
    this.#end();
  }
}
