/** One place to break: a text that stands exactly once in a file, and what to put there instead. */
export interface Change {
  readonly file: string;
  readonly find: string;
  readonly replace: string;
}

/** What keeps a promise, how it is removed, and who has to notice. */
export interface Guard {
  readonly name: string;
  /** More than one where a second guard stands behind the first: removed together. */
  readonly changes: readonly Change[];
  /** Of vitest. */
  readonly project: 'unit' | 'services' | 'e2e';
  /** Files of tests, at least one of which has to fail. */
  readonly tests: readonly string[];
  /** How the titles of those tests begin that are run, where the others of the files take long. */
  readonly only?: string;
}

/** A change of one file, as most are. */
export const change = (file: string, find: string, replace: string): Change => ({ file, find, replace });

/**
 * How often the text of a change stands in the text of its file: once, or the list of guards has to follow the code.
 */
export const occurrences = ({ find }: Change, text: string): number => text.split(find).length - 1;

/**
 * The text of a file without the guard.
 *
 * @throws Error where the text to be replaced does not stand in it exactly once
 */
export const without = (given: Change, text: string): string => {
  const times = occurrences(given, text);
  if (times !== 1) throw new Error(`${given.file} has this ${times} times instead of once:\n${given.find}`);
  return text.replace(given.find, () => given.replace);
};
