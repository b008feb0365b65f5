/** Whether the process was started with `--expose-gc`, without which heaps cannot be measured. */
export const collectGarbage = (): void => globalThis.gc?.();

/** Lets go of what weak references of the running task keep alive. */
export const nextTask = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** The middle one of several numbers. */
export const median = (values: readonly number[]): number => {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? Number.NaN)) / 2;
};

/** The processor time that this process has used, in nanoseconds. */
const used = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) * 1e3;
};

/**
 * How many nanoseconds `run` takes of the processor. Not of the clock: on a shared machine that tells how busy others
 * are, and most of all where garbage is collected, for which several threads wait for each other.
 */
export const nanoseconds = async (run: () => void | Promise<void>): Promise<number> => {
  const start = used();
  const running = run();
  if (running !== undefined) await running;
  return used() - start;
};

/** The bytes in use once everything that can be collected was. */
export const heapInUse = async (): Promise<number> => {
  for (let i = 0; i < 3; i++) {
    await nextTask();
    collectGarbage();
  }
  return process.memoryUsage().heapUsed;
};
