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

/** How many nanoseconds `run` takes. */
export const nanoseconds = async (run: () => void | Promise<void>): Promise<number> => {
  const start = performance.now();
  const running = run();
  if (running !== undefined) await running;
  return (performance.now() - start) * 1e6;
};

/** The bytes in use once everything that can be collected was. */
export const heapInUse = async (): Promise<number> => {
  for (let i = 0; i < 3; i++) {
    await nextTask();
    collectGarbage();
  }
  return process.memoryUsage().heapUsed;
};
