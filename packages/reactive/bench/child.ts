import type * as Catalogue from './catalogue';
import type { Effort } from './effort';
import { measure } from './measure';
import type { Workload } from './workload';

// One workload, once: the runner starts this file, as it was bundled, in a process of its own.

let loaded = 0;

const load = async (name: string): Promise<Workload> => {
  loaded++;
  const catalogue = new URL(`./catalogue.js?${loaded}`, import.meta.url).href;
  // The bundle of the catalogue; the runtime takes each query for another module.
  const { workloadOf } = (await import(catalogue)) as typeof Catalogue;
  return workloadOf(name);
};

const [name = '', effort = '{}'] = process.argv.slice(2);
process.stdout.write(JSON.stringify(await measure(name, JSON.parse(effort) as Effort, load)));
// What a peer left running keeps nobody waiting.
process.exit(0);
