import type { Member } from './member';

/** How many entities match in all: what the provider said, and what is known to have entered or left since. */
export class Tally {
  #count: number | undefined;
  /** Whether the provider gave what does not match, and so counts others than those that belong. */
  #isDoubtful = false;

  get isKnown(): boolean {
    return this.#count !== undefined;
  }

  /** Begins with what the provider said. */
  restart(count: number | undefined): void {
    this.#count = count;
    this.#isDoubtful = false;
  }

  /** Notes that the provider gave these, which have been looked at. */
  given(members: readonly Member[]): void {
    this.#isDoubtful ||= members.some(({ counted }) => counted === false);
  }

  /** Counts a member or counts it no more. */
  count(member: Member, belongs: boolean): void {
    if (this.#count === undefined) return;
    this.#count += Number(belongs) - Number(member.counted === true);
    member.counted = belongs;
  }

  /** Counts so many that had left, and that the provider gives again. */
  countAgain(members: number): void {
    if (this.#count !== undefined) this.#count += members;
  }

  /** How many match, where `size` are known: never less than these. */
  total(size: number): number | undefined {
    return this.#count === undefined ? undefined : Math.max(this.#count, size);
  }

  /** How many of a window there must be; all of it, where nobody knows how many match. */
  within(window: number): number {
    return this.#count === undefined || this.#isDoubtful ? window : Math.min(window, this.#count);
  }
}
