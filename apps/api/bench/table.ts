import { CONTENDERS } from './contenders';
import type { Sample } from './rounds';
import type { Workload } from './workloads';

const HEAD = ['workload', 'contender', 'µs of CPU', '÷ by hand', 'target', 'a second', ''];

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

/** Of ratios within a round the median: what was slow for all of a round cancels out. */
function ratioOf(own: readonly Sample[], base: readonly Sample[]): number {
  return median(own.map(({ cost }, round) => cost / (base[round]?.cost ?? Number.NaN)));
}

/** What becomes of a target, and of staying ahead of the peers. */
function verdict({ target }: Workload, ratio: number, best: number): string {
  const missed = ratio > target ? [`missed: ${(ratio / target).toFixed(2)} × the target`] : [];
  return [...missed, ...(ratio > best ? ['behind a peer'] : [])].join(', ') || 'reached';
}

function rowsOf(workload: Workload, samples: readonly Sample[]): string[][] {
  const of = (name: string) =>
    samples.filter((each) => each.contender === name && each.workload === workload);
  const ratios = new Map(CONTENDERS.map((name) => [name, ratioOf(of(name), of('by hand'))]));
  const best = Math.min(ratios.get('remult') ?? 0, ratios.get('trpc') ?? 0);
  return CONTENDERS.map((name) => {
    const ratio = ratios.get(name) ?? Number.NaN;
    return [
      workload.name,
      name,
      median(of(name).map(({ cost }) => cost)).toFixed(0),
      ratio.toFixed(2),
      name === 'reactive' ? `≤ ${workload.target}` : '',
      median(of(name).map(({ perSecond }) => perSecond)).toFixed(0),
      name === 'reactive' ? verdict(workload, ratio, best) : '',
    ];
  });
}

/** A table in Markdown, its columns aligned. */
export function tableOf(workloads: readonly Workload[], samples: readonly Sample[]): string {
  const rows = [HEAD, ...workloads.flatMap((workload) => rowsOf(workload, samples))];
  const widths = HEAD.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const lines = rows.map((row) => `| ${row.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join(' | ')} |`);
  const rule = `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`;
  return [lines[0], rule, ...lines.slice(1)].join('\n');
}
