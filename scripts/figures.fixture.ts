import { afterAll } from 'vitest';

/** What a suite that tries to break a promise has tried, and what came of it. */
export interface Figures {
  /** What the suite makes its random choices from. `ABUSE_SEED` repeats a run. */
  readonly seed: number;
  /** What went against the promise so far, in words: a test expects it to be empty. */
  readonly violations: readonly string[];
  /** Counts one trial, and what was found in it that should not be. */
  trial(found?: readonly string[]): void;
  /** Adds to a further figure that the line should name. */
  add(what: string, count: number): void;
}

/**
 * Counts what a suite tries and prints one line at its end: `SUITE: N trials, N violations, seed N`, followed by the
 * further figures. Call it where the suite is described, so that the line comes after its last test.
 *
 * @example
 * describe('a body that is too large', () => {
 *   const figures = figuresOf('bodies that are too large');
 *   it('is refused', async () => {
 *     for (const body of bodiesFrom(figures.seed)) {
 *       const { status } = await post(body);
 *       figures.trial(status === 413 ? [] : [`${body.length} bytes: ${status}`]);
 *     }
 *     expect(figures.violations).toEqual([]);
 *   });
 * });
 */
export function figuresOf(suite: string): Figures {
  const seed = Number(process.env['ABUSE_SEED'] ?? Date.now() % 2 ** 31);
  const violations: string[] = [];
  const further = new Map<string, number>();
  let trials = 0;
  afterAll(() => {
    const others = [...further].map(([what, count]) => `, ${count} ${what}`).join('');
    process.stdout.write(
      `${suite}: ${trials} trials, ${violations.length} violations, seed ${seed}${others}\n`,
    );
  });
  return {
    seed,
    violations,
    trial(found = []) {
      trials++;
      violations.push(...found);
    },
    add(what, count) {
      further.set(what, (further.get(what) ?? 0) + count);
    },
  };
}
