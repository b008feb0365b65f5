interface Waiting<Input, Output> {
  readonly input: Input;
  readonly resolve: (output: Output) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Does together what is asked for while the same is under way already: many small statements become few, and a single
 * one does not wait.
 *
 * @example
 * const lengths = new Batch(async (texts: readonly string[]) => texts.map(({ length }) => length));
 * await lengths.add('four'); // 4
 */
export class Batch<Input, Output> {
  readonly #work: (inputs: readonly Input[]) => Promise<Output[]>;
  #waiting: Waiting<Input, Output>[] = [];
  #busy = false;

  /** @param work answers one output for each input, in their order */
  constructor(work: (inputs: readonly Input[]) => Promise<Output[]>) {
    this.#work = work;
  }

  add(input: Input): Promise<Output> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ input, resolve, reject });
      if (!this.#busy) void this.#drain();
    });
  }

  async #drain(): Promise<void> {
    this.#busy = true;
    // Those of this turn of the event loop together.
    await new Promise(setImmediate);
    while (this.#waiting.length > 0) {
      const waiting = this.#waiting;
      this.#waiting = [];
      try {
        const outputs = await this.#work(waiting.map(({ input }) => input));
        for (const [index, output] of outputs.entries()) waiting[index]?.resolve(output);
      } catch (error) {
        for (const { reject } of waiting) reject(error);
      }
    }
    this.#busy = false;
  }
}
