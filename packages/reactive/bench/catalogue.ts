import type { Workload } from './workload';
import { accessWorkloads } from './workloads/access';
import { computedWorkloads } from './workloads/computed';
import { creationWorkloads } from './workloads/creation';
import { growthWorkloads } from './workloads/growth';
import { liveViewWorkloads } from './workloads/live-views';
import { lookUpWorkloads } from './workloads/look-up';
import { memoryWorkloads } from './workloads/memory';
import { plainDataWorkloads } from './workloads/plain-data';
import { shapeWorkloads } from './workloads/shapes';
import { validationWorkloads } from './workloads/validation';

/** Everything that is measured, in the order in which it is printed. */
export const workloads: readonly Workload[] = [
  ...creationWorkloads,
  ...accessWorkloads,
  ...computedWorkloads,
  ...lookUpWorkloads,
  ...plainDataWorkloads,
  ...validationWorkloads,
  ...liveViewWorkloads,
  ...shapeWorkloads,
  ...memoryWorkloads,
  ...growthWorkloads,
];

/**
 * @throws Error when there is no such workload
 */
export const workloadOf = (name: string): Workload => {
  const found = workloads.find((workload) => workload.name === name);
  if (found === undefined) throw new Error(`There is no workload '${name}'.`);
  return found;
};
