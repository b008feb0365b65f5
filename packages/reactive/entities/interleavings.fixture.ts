/** Something that may happen next. */
export interface Happening {
  /** How a failure calls it; of two with the same text one is tried. */
  readonly text: string;
  happen(): void | Promise<void>;
}

/** A small world of which every course is tried. Each is made anew, and the same has to be possible again. */
export interface Course {
  /** What may happen now; nothing when all is over. */
  possible(): readonly Happening[];
  /** Compares what can be seen with what has to be; called whenever something has happened. */
  check(): void;
  /** Called when all is over. */
  end?(): void | Promise<void>;
}

const distinct = (possible: readonly Happening[]): Happening[] =>
  possible.filter(({ text }, at) => possible.findIndex((other) => other.text === text) === at);

/** Lets everything run that waits for nothing but its turn. */
const settled = async (): Promise<void> => {
  for (let turn = 0; turn < 20; turn++) await Promise.resolve();
};

/** A course in which the happenings of the given numbers come first, and then always the first one that is possible. */
const follow = async (course: Course, path: number[]): Promise<{ widths: number[]; texts: string[] }> => {
  const widths: number[] = [];
  const texts: string[] = [];
  try {
    for (let depth = 0; ; depth++) {
      const possible = distinct(course.possible());
      if (possible.length === 0) break;
      path[depth] ??= 0;
      const next = possible[path[depth] ?? 0];
      if (next === undefined) throw new Error('The same course went another way this time.');
      widths.push(possible.length);
      texts.push(next.text);
      await next.happen();
      await settled();
      course.check();
    }
    await course.end?.();
  } catch (error) {
    throw new Error(`After ${texts.map((text, at) => `\n  ${at + 1}. ${text}`).join('')}`, { cause: error });
  }
  return { widths, texts };
};

/** The next path in order, or none. */
const advance = (path: number[], widths: readonly number[]): boolean => {
  while (path.length > 0) {
    const last = path.length - 1;
    const next = (path[last] ?? 0) + 1;
    if (next < (widths[last] ?? 0)) {
      path[last] = next;
      return true;
    }
    path.pop();
  }
  return false;
};

/**
 * Tries every course that a world can take, none of them twice, and answers how many there were. What fails is thrown
 * with the course that led there, one line for each happening.
 *
 * @example
 * const count = await exploreAll(() => new TwoLoads());
 */
export const exploreAll = async (make: () => Course): Promise<number> => {
  const path: number[] = [];
  let count = 0;
  for (;;) {
    const { widths } = await follow(make(), path);
    count++;
    if (!advance(path, widths)) return count;
  }
};
