/** What a writer finds: for each write its rows, their lowest and highest version, their entries in the change log. */
type Found = Record<string, [rows: number, lowest: number, highest: number, entries: number]>;

/** What writers were told is written, to be compared with what is found after they were killed. */
export class Ledger {
  /** The versions that were acknowledged, or found although the answer was lost. */
  readonly #versions = new Map<string, number>();
  /** How many writes were acknowledged. */
  acknowledged = 0;
  /** How many writes were found that nobody had acknowledged. */
  inDoubt = 0;

  /** Takes down the acknowledgements of one run: `KEY VERSION`. */
  note(lines: readonly string[]): void {
    for (const line of lines) {
      const [key = '', version] = line.split(' ');
      this.#versions.set(key, Number(version));
      this.acknowledged++;
    }
  }

  /** What is wrong with what the next run finds: something lost, something torn, something that nobody wrote. */
  faultsIn(line: string): string[] {
    const found: Found = JSON.parse(line);
    const faults: string[] = [];
    let ahead = 0;
    for (const [key, version] of this.#versions) {
      if ((found[key]?.[1] ?? 0) < version) faults.push(`${key} ${version} was acknowledged and is lost`);
    }
    for (const [key, [rows, lowest, highest, entries]] of Object.entries(found)) {
      if (lowest !== highest || rows !== Number(/^of(\d+)/.exec(key)?.[1])) {
        faults.push(`${key} is torn: ${rows} rows of versions ${lowest} to ${highest}`);
      }
      if (entries !== rows * highest) {
        faults.push(`${key} has ${entries} entries in the change log for ${rows} rows of version ${highest}`);
      }
      ahead += highest - (this.#versions.get(key) ?? 0);
      this.#versions.set(key, highest);
    }
    if (ahead > 1) faults.push(`${ahead} writes are there that nobody acknowledged; one was under way`);
    this.inDoubt += ahead;
    return faults;
  }
}
