/** What became of one mutant, as far as Stryker's report is read. */
export interface Mutant {
  readonly status: string;
  readonly mutatorName: string;
  readonly replacement?: string;
  readonly location: { readonly start: { readonly line: number; readonly column: number } };
}

/** Stryker's report, as far as it is read: https://github.com/stryker-mutator/mutation-testing-elements. */
export interface Report {
  readonly files: Readonly<Record<string, { readonly mutants: readonly Mutant[] }>>;
}

export interface Tally {
  readonly killed: number;
  readonly survived: number;
}

const NOTICED = ['Killed', 'Timeout'];
const UNNOTICED = ['Survived', 'NoCoverage'];

const mutantsOf = (report: Report): [file: string, mutant: Mutant][] =>
  Object.entries(report.files).flatMap(([file, { mutants }]) =>
    mutants.map((mutant): [string, Mutant] => [file, mutant]),
  );

/** How many mutants a test has noticed, and how many none has. Those that could not be tried count as neither. */
export const tally = (report: Report): Tally => {
  const count = (of: readonly string[]): number =>
    mutantsOf(report).filter(([, { status }]) => of.includes(status)).length;
  return { killed: count(NOTICED), survived: count(UNNOTICED) };
};

export const sum = (tallies: readonly Tally[]): Tally => ({
  killed: tallies.reduce((total, { killed }) => total + killed, 0),
  survived: tallies.reduce((total, { survived }) => total + survived, 0),
});

/** How many of a hundred were noticed; all, where there was nothing to notice. */
export const score = ({ killed, survived }: Tally): number =>
  killed + survived === 0 ? 100 : (100 * killed) / (killed + survived);

/** The mutants that no test has noticed, one line each. */
export const survivors = (report: Report): string[] =>
  mutantsOf(report)
    .filter(([, { status }]) => UNNOTICED.includes(status))
    .map(
      ([
        file,
        {
          location: { start },
          mutatorName,
          replacement = '',
        },
      ]) => {
        const code = replacement.replaceAll(/\s+/g, ' ').slice(0, 80);
        return `${file}:${start.line}:${start.column} ${mutatorName} → ${code}`;
      },
    );
