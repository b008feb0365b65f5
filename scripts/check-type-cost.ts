import { withLibrary, withZod } from './type-cost/entities';
import { type Cost, Project } from './type-cost/project';

// What the library's types cost: 200 entities written with it are type-checked beside the same 200 in bare zod, in
// turn, and the median of the ratios of each round must stay below the limit.

const ENTITIES = 200;
const ROUNDS = 3;
const LIMIT = 2;

const filesOf = (entity: typeof withZod): Record<string, string> =>
  Object.assign({}, ...Array.from({ length: ENTITIES }, (_, n) => entity(n)));

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[values.length >> 1] as number;

const shown = ({ seconds, instantiations, types }: Cost): string =>
  `${seconds.toFixed(2)} s, ${instantiations} instantiations, ${types} types`;

using library = new Project(filesOf(withLibrary));
using zod = new Project(filesOf(withZod));

const ratios: number[] = [];
for (let round = 0; round < ROUNDS; round++) {
  const [ours, bare] = [library.check(), zod.check()];
  ratios.push(ours.seconds / bare.seconds);
  console.log(`with reactive: ${shown(ours)}\nbare zod:      ${shown(bare)}`);
}

const ratio = median(ratios);
console.log(
  `${ENTITIES} entities: ${ratio.toFixed(2)} times the check time of bare zod (${ratios.map((each) => each.toFixed(2)).join(', ')}); limit ${LIMIT}`,
);
if (ratio > LIMIT) process.exitCode = 1;
