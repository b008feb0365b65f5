import type { ServedContender } from './server-process';
import type { Workload } from './workloads';

/** What a contender did of a workload in one go. */
export interface Sample {
  readonly contender: string;
  readonly workload: Workload;
  /** Microseconds of its processor for each. */
  readonly cost: number;
  /** How many were done in a second. */
  readonly perSecond: number;
}

/** How long it is measured. */
export interface Effort {
  readonly rounds: number;
  readonly seconds: number;
}

/** Does it over all connections at once until the time is up. */
async function load({ connections }: ServedContender, { once }: Workload, seconds: number): Promise<number> {
  const end = performance.now() + seconds * 1000;
  let done = 0;
  await Promise.all(
    connections.map(async (connection) => {
      while (performance.now() < end) {
        await once(connection);
        done += 1;
      }
    }),
  );
  return done;
}

async function measure(contender: ServedContender, workload: Workload, seconds: number): Promise<Sample> {
  workload.begin?.();
  await contender.processorTime();
  const began = performance.now();
  const done = await load(contender, workload, seconds);
  const took = (performance.now() - began) / 1000;
  const cost = (await contender.processorTime()) / done;
  return { contender: contender.name, workload, cost, perSecond: done / took };
}

/**
 * Measures round by round: in each, all contenders do each workload, another one first each time, so that what
 * disturbs the machine for a while disturbs all of them. A first round, which is not counted, warms them up.
 */
export async function measureAll(
  contenders: readonly ServedContender[],
  workloads: readonly Workload[],
  { rounds, seconds }: Effort,
): Promise<Sample[]> {
  const samples: Sample[] = [];
  for (let round = 0; round <= rounds; round++) {
    process.stderr.write(round === 0 ? 'warming up\n' : `round ${round} of ${rounds}\n`);
    for (const workload of workloads) {
      for (let turn = 0; turn < contenders.length; turn++) {
        const contender = contenders[(round + turn) % contenders.length];
        if (!contender) continue;
        const sample = await measure(contender, workload, seconds);
        if (round > 0) samples.push(sample);
      }
    }
  }
  return samples;
}
