import { GATE } from './effort';
import { written } from './figures';
import { type Judgement, judge, limitOf, rowsOf } from './judge';
import type { KnownMiss } from './known-misses';
import { table } from './table';
import type { Sample, Workload } from './workload';

/** What the gate needs of its surroundings. */
export interface GateSpecs {
  readonly workloads: readonly Workload[];
  /** Measures a workload once. */
  sample(workload: Workload): Promise<Sample>;
  /** How many seconds it may take, and again half of that to measure anew what failed. */
  readonly seconds: number;
  readonly misses?: readonly KnownMiss[];
  readonly tell?: (what: string) => void;
}

/** What came of all rows, and of workloads that did not do their work. */
export interface GateResult {
  readonly judgements: readonly Judgement[];
  readonly failures: readonly string[];
  readonly passed: boolean;
}

/** How often what fails is measured anew before that is believed. */
const RETRIES = 2;

/** What is short enough to be measured at each change. */
export const isShort = ({ section, size, targets }: Workload): boolean =>
  section !== 'growth' && size <= 50_000 && targets.length > 0;

class Gate {
  readonly failures = new Map<Workload, string>();
  readonly #specs: GateSpecs;
  #end = 0;
  readonly #samples = new Map<Workload, Sample[]>();

  constructor(specs: GateSpecs) {
    this.#specs = specs;
  }

  /** Begins to measure for so many seconds at most. */
  begin(seconds: number): void {
    this.#end = performance.now() + seconds * 1000;
  }

  judgements(): Judgement[] {
    const { workloads, misses } = this.#specs;
    return rowsOf(workloads, misses).map((row) => judge(row, this.#samples.get(row.workload) ?? []));
  }

  /** Measures workloads round by round, so that each has been measured once before one is a second time. */
  async measure(workloads: Iterable<Workload>, what: string): Promise<void> {
    const chosen = [...workloads];
    for (const workload of chosen) this.#samples.delete(workload);
    for (let round = 1; round <= GATE.rounds; round++) {
      for (const workload of chosen) {
        if (performance.now() >= this.#end || this.failures.has(workload)) continue;
        this.#specs.tell?.(`${what}, round ${round} of ${GATE.rounds}: ${workload.name}`);
        await this.#measure(workload);
      }
    }
  }

  async #measure(workload: Workload): Promise<void> {
    try {
      const sample = await this.#specs.sample(workload);
      this.#samples.set(workload, [...(this.#samples.get(workload) ?? []), sample]);
    } catch (error) {
      this.failures.set(workload, error instanceof Error ? error.message : String(error));
    }
  }

  get isOver(): boolean {
    return performance.now() >= this.#end;
  }
}

const failing = (judgements: readonly Judgement[]): Judgement[] =>
  judgements.filter(({ verdict }) => verdict === 'fails');

/**
 * Measures workloads in a short form, again what fails, and says of each target whether its ratio is too far past it.
 * It passes when no row fails, and at least one could be judged.
 */
export const runGate = async (specs: GateSpecs): Promise<GateResult> => {
  const gate = new Gate(specs);
  gate.begin(specs.seconds);
  await gate.measure(specs.workloads, 'first');
  let judgements = gate.judgements();
  // A slow machine has no time left by now, and needs it most.
  gate.begin(specs.seconds / 2);
  for (let retry = 1; retry <= RETRIES && failing(judgements).length > 0 && !gate.isOver; retry++) {
    await gate.measure(new Set(failing(judgements).map(({ row }) => row.workload)), `again (${retry})`);
    const anew = gate.judgements();
    // What held once holds: only what fails each time is slow, and not the machine.
    judgements = judgements.map((before, at) => {
      const after = anew[at];
      // What there was no time to measure has not held.
      return before.verdict !== 'fails' || after?.ratio === undefined ? before : after;
    });
  }
  const failures = [...gate.failures].map(([{ name }, failure]) => `${name}: ${failure}`);
  const isJudged = judgements.some(({ verdict }) => verdict !== 'not judged');
  const passed = isJudged && failures.length === 0 && failing(judgements).length === 0;
  return { judgements, failures, passed };
};

/** The outcome as a table, what fails last. */
export const reportOf = ({ judgements, failures, passed }: GateResult): string => {
  const rows = judgements.map((judgement) => {
    const { row, ratio, noise, verdict, why } = judgement;
    return [
      row.workload.name,
      row.target.subject,
      row.against ?? '',
      ratio === undefined ? '' : written(ratio),
      `≤ ${row.target.limit}`,
      written(limitOf(row)),
      written(noise),
      verdict,
      why,
    ];
  });
  const head = ['workload', 'of', 'ratio to', 'ratio', 'target', 'fails past', 'control', 'verdict', ''];
  const count = (verdict: Judgement['verdict']) =>
    judgements.filter((judgement) => judgement.verdict === verdict).length;
  return [
    table(head, rows),
    '',
    ...failures.map((failure) => `FAILED: ${failure}`),
    ...failing(judgements).map(
      ({ row, why }) => `TOO SLOW: ${row.workload.name}, ${row.target.subject}: ${why}`,
    ),
    `${count('holds')} hold, ${count('known miss')} known misses, ${count('fails')} fail, ` +
      `${count('not judged')} not judged: ${passed ? 'passed' : 'FAILED'}`,
  ].join('\n');
};
