import { type Figure, figureOf, verdictOn, written } from './figures';
import { CONTROL } from './measure';
import type { Outcome } from './rounds';
import type { Section, Target } from './workload';

type Cells = readonly string[];

const line = (cells: Cells): string => `| ${cells.join(' | ')} |`;

/** A table in Markdown, its columns aligned. */
export const table = (head: Cells, rows: readonly Cells[]): string => {
  const all = [head, ...rows];
  const widths = head.map((_, column) => Math.max(...all.map((row) => row[column]?.length ?? 0)));
  const padded = (row: Cells): Cells => widths.map((width, column) => (row[column] ?? '').padEnd(width));
  return [head, widths.map((width) => '-'.repeat(width)), ...rows].map((row) => line(padded(row))).join('\n');
};

const spread = ({ value, least, most }: Figure): string =>
  least === most ? written(value) : `${written(value)} (${written(least)}–${written(most)})`;

const failed = ({ workload, failure = '' }: Outcome): Cells => [
  workload.name,
  '',
  `FAILED: ${failure.split('\n').find((text) => /^\w*Error: /.test(text)) ?? failure.split('\n')[0]}`,
];

/** The contenders of a section that are neither measured against targets nor what all is compared with. */
const columnsOf = (outcomes: readonly Outcome[]): string[] => {
  const names = new Set(outcomes.flatMap(({ samples }) => samples.flatMap((sample) => Object.keys(sample))));
  for (const { workload } of outcomes) {
    for (const { subject } of workload.targets) names.delete(subject);
  }
  names.delete('by hand');
  names.delete(CONTROL);
  return [...names, CONTROL];
};

const ratioRow = ({ workload, samples }: Outcome, target: Target, columns: readonly string[]): Cells => {
  const { subject, limit } = target;
  const against = target.against ?? workload.base;
  const figure = figureOf(samples, subject, against);
  if (figure === undefined) return [workload.name, subject, 'not measured'];
  const others = columns.map((name) => {
    const other = target.against === undefined ? figureOf(samples, name, workload.base) : undefined;
    return other === undefined ? '' : written(other.value);
  });
  return [
    workload.name,
    subject,
    against ?? '',
    spread(figure),
    `≤ ${limit}`,
    verdictOn(figure, target),
    ...others,
  ];
};

const ratios = (outcomes: readonly Outcome[]): string => {
  const columns = columnsOf(outcomes);
  const rows = outcomes.flatMap((outcome) =>
    outcome.failure === undefined
      ? outcome.workload.targets.map((target) => ratioRow(outcome, target, columns))
      : [failed(outcome)],
  );
  return table(['workload', 'of', 'ratio to', 'ratio', 'target', 'verdict', ...columns], rows);
};

const amountsRow = (outcome: Outcome): Cells => {
  const { workload, samples, failure } = outcome;
  if (failure !== undefined) return failed(outcome);
  const unit = workload.kind === 'count' ? workload.unit : 'ns';
  const amounts = Object.keys(samples[0] ?? {}).map((name) => {
    const figure = figureOf(samples, name, workload.base);
    return `${name} ${figure === undefined ? '?' : written(figure.value)}`;
  });
  const targets = workload.targets.map(({ subject, limit }) => `${subject} ≤ ${limit}`);
  const verdicts = workload.targets.map((target) => {
    const figure = figureOf(samples, target.subject, workload.base);
    return figure === undefined ? 'not measured' : verdictOn(figure, target);
  });
  return [`${workload.name}, ${unit}`, amounts.join(' · '), targets.join(' · '), verdicts.join(' · ')];
};

const amounts = (outcomes: readonly Outcome[]): string =>
  table(['workload', 'measured', 'target', 'verdict'], outcomes.map(amountsRow));

const SECTIONS: readonly Section[] = ['speed', 'live views', 'other shapes', 'memory', 'growth'];

/** All outcomes as tables in Markdown, section by section. */
export const tablesOf = (outcomes: readonly Outcome[]): string =>
  SECTIONS.flatMap((section) => {
    const own = outcomes.filter(({ workload }) => workload.section === section);
    if (own.length === 0) return [];
    const isTimed = own.some(({ workload }) => workload.kind === 'time');
    return [`### ${section}`, isTimed ? ratios(own) : amounts(own)];
  }).join('\n\n');
