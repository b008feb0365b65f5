/**
 * How many random cases a law is tried on: `FC_RUNS` where there is an environment and it says so.
 *
 * @example fc.assert(property, runs(300));
 */
export const runs = (unlessTold: number): { numRuns: number } => {
  const told = 'process' in globalThis ? process.env['FC_RUNS'] : undefined;
  return { numRuns: Number(told ?? unlessTold) };
};
