import { workloads } from './catalogue';
import { GATE } from './effort';
import { isShort, reportOf, runGate } from './gate';
import { sampleOf } from './rounds';

// The benchmark as a gate: a short form of it, judged. Parts of names choose workloads, as they do for all of it.

const { BENCH_SECONDS: seconds = '120' } = process.env;
const parts = process.argv.slice(2);

const result = await runGate({
  workloads: workloads.filter(
    (workload) =>
      isShort(workload) && (parts.length === 0 || parts.some((part) => workload.name.includes(part))),
  ),
  sample: (workload) => sampleOf(workload, GATE),
  seconds: Number(seconds),
  tell: (what) => process.stderr.write(`${what}\n`),
});
process.stdout.write(`${reportOf(result)}\n`);
process.exit(result.passed ? 0 : 1);
