import { parseArgs } from 'node:util';
import { requireScope } from 'reactive/node';
import { say } from '../database/say.fixture';
import { openDatabase } from '../db';
import { effectsHandler, runEffects } from './effects.fixture';
import { openJobs } from './index';

// A program that does jobs with effects, to be killed, stopped and ended. It says when it is ready, when each job is
// begun, and what goes wrong; SIGTERM drains it.

const { values } = parseArgs({
  options: {
    url: { type: 'string' },
    lease: { type: 'string', default: '2000' },
    concurrency: { type: 'string', default: '1' },
  },
});
requireScope();
const database = await openDatabase({
  url: values.url,
  migrate: false,
  pool: { maxConnections: 6, idleInTransactionTimeoutMs: 1500 },
});
const jobs = await openJobs({
  database,
  handlers: [
    effectsHandler({
      concurrency: Number(values.concurrency),
      run: async (run) => {
        await say(`begun ${run.payload.name} at ${Number(run.checkpoint ?? 0)}`);
        await runEffects(run);
      },
    }),
  ],
  lease: Number(values.lease),
  poll: 50,
  report: (error) => void say(`failed ${error instanceof Error ? error.name : String(error)}`),
});
process.once('SIGTERM', () => {
  void (async () => {
    const drained = await jobs.close(10_000);
    await database.close();
    process.exit(drained ? 0 : 1);
  })();
});
await jobs.start();
await say('ready');
