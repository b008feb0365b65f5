import { deepStrictEqual } from 'node:assert/strict';
import { type ListSpecs, parseQuery } from 'reactive/query';
import { runQuery } from 'reactive/query/page';
import { arbitraryQuery, arbitraryRow, type FastCheckModule } from 'reactive/testing';
import { type Sample, type SampleTable, sampleFields } from './samples';

/** How many filters are asked of one set of rows. */
const PER_TABLE = 250;

/** `FUZZ_SEED` repeats a run that failed; `FUZZ_RUNS` makes it longer. */
export function fuzzPlan(runs: number): { seed: number; runs: number } {
  const { FUZZ_SEED: seed, FUZZ_RUNS: more } = process.env;
  return { seed: Number(seed ?? Date.now() % 2 ** 31), runs: Number(more ?? runs) };
}

async function compare(table: SampleTable, rows: Sample[], specs: ListSpecs<Sample>): Promise<void> {
  let next: string | null | undefined;
  for (let page = 0; page < 3; page++) {
    const asked: ListSpecs<Sample> = { ...specs, next };
    const expected = runQuery(rows, parseQuery(sampleFields, asked), { fields: sampleFields });
    for (const provider of table.providers) deepStrictEqual(await provider.list(asked), expected);
    next = expected.next;
    if (!next) return;
  }
}

/**
 * Asks random legal queries of memory and of the table, page after page, and fails where items, order, total or
 * cursor differ. Prints what was done, and with which seed.
 *
 * @returns how many filters were asked
 */
export async function fuzzQueries(
  fc: FastCheckModule,
  table: SampleTable,
  plan: { seed: number; runs: number },
): Promise<number> {
  // Copied, since fast-check makes objects without a prototype.
  const row = arbitraryRow<Sample>(fc, sampleFields).map((made) => ({ ...made }));
  const rowSets = fc.uniqueArray(row, {
    minLength: 30,
    maxLength: 60,
    selector: ({ id }) => id,
    size: 'max',
  });
  let asked = 0;
  for (let seed = plan.seed; asked < plan.runs; seed++) {
    const [rows = []] = fc.sample(rowSets, { seed, numRuns: 1 });
    await table.replace(rows);
    const numRuns = Math.min(PER_TABLE, plan.runs - asked);
    const property = fc.asyncProperty(arbitraryQuery<Sample>(fc, sampleFields), (specs) =>
      compare(table, rows, specs),
    );
    await fc.assert(property, { seed, numRuns });
    asked += numRuns;
  }
  process.stdout.write(`query fuzz: ${asked} filters, seed ${plan.seed}: memory = PostgreSQL\n`);
  return asked;
}
