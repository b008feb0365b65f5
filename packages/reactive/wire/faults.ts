import { fieldErrorsOf, type SchemaIssue, ValidationError } from '../errors';

interface Fault {
  readonly message: string;
  path: readonly unknown[];
}

/** What of a value has no form on the wire. Paths are put together on the way out, so that good values pay nothing. */
export class Faults {
  readonly #faults: Fault[] = [];
  /** Whether dates are left to `JSON.stringify`, which writes them just so. */
  readonly keepsDates: boolean;

  constructor({ keepsDates = false } = {}) {
    this.keepsDates = keepsDates;
  }

  get count(): number {
    return this.#faults.length;
  }

  /** Notes a fault of the value at hand; what is sent in its place is null. */
  add(message: string): null {
    this.#faults.push({ message, path: [] });
    return null;
  }

  addIssues(issues: readonly SchemaIssue[]): null {
    for (const { message, path = [] } of issues) this.#faults.push({ message, path });
    return null;
  }

  /** Says below which name or position the faults from the given one on were found. */
  below(start: number, name: unknown): void {
    for (let at = start; at < this.#faults.length; at++) {
      const fault = this.#faults[at] as Fault;
      fault.path = [name, ...fault.path];
    }
  }

  /** @throws ValidationError when there is any. */
  throwAny(): void {
    if (this.#faults.length > 0)
      throw new ValidationError(undefined, { errors: fieldErrorsOf(this.#faults) });
  }
}
