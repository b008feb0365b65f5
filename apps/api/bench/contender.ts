import type { Express } from 'express';
import { listen, urlOf } from '../server';
import type { ContenderName, Surroundings, Told } from './contenders';

// A process that serves one contender. Whatever its parent sends, it answers with the processor time since then.

type Make = (where: Surroundings) => Promise<Express>;

const contenders: Readonly<Record<ContenderName, () => Promise<Make>>> = {
  'by hand': async () => (await import('./by-hand/app')).byHand,
  reactive: async () => (await import('./reactive/app')).reactive,
  remult: async () => (await import('./remult/app')).remult,
  trpc: async () => (await import('./trpc/app')).trpc,
};

function tell(told: Told): void {
  process.send?.(told);
}

const [name, where] = process.argv.slice(2) as [ContenderName, string]; // as its parent starts it
const make = await contenders[name]();
const server = await listen(await make(JSON.parse(where) as Surroundings), { host: '127.0.0.1', port: 0 });
let before = process.cpuUsage();
process.on('message', () => {
  const { user, system } = process.cpuUsage(before);
  before = process.cpuUsage();
  tell({ microseconds: user + system });
});
process.once('disconnect', () => process.exit(0));
tell({ url: urlOf(server) });
