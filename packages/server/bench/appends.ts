import { randomUUID } from 'node:crypto';
import { parseArgs } from 'node:util';
import { SYSTEM } from '@myapp/core/policies';
import { openTestServerDatabase } from '../database/testing';
import { prisma, unitOfWork } from '../db';
import { counted, counter } from '../events/counter.fixture';
import { EventStore } from '../events/event-store';

// What an append costs beside the bare INSERT of the same row, into a table of the same columns and indexes without
// triggers, through the same client. The two take turns, two hundred at a time.
//
//   pnpm bench:events [--appends 50000]

const { values } = parseArgs({ options: { appends: { type: 'string', default: '50000' } } });
const appends = Number(values.appends);
const ROUND = 200;
const STREAMS = 500;
const PER_UNIT = 100;

const store = new EventStore(counter);
let position = 0;

async function insert(n: number): Promise<void> {
  position++;
  await prisma.$executeRaw`
    INSERT INTO bare_events (position, transaction, stream, stream_id, version, id, type, schema_version, data, actor, at)
    VALUES (${position}, ${position}, 'counter', ${`${n % STREAMS}`}, ${position}, ${randomUUID()}, 'counted', 1,
      '{"by": 1}', 'system', ${new Date()})`;
}

async function append(n: number): Promise<void> {
  await store.append(`${n % STREAMS}`, [counted(1)]);
}

type Write = (n: number) => Promise<void>;

async function oneByOne(write: Write): Promise<void> {
  for (let n = 0; n < ROUND; n++) await write(n);
}

async function eightAtOnce(write: Write): Promise<void> {
  const writers = Array.from({ length: 8 }, async (_, writer) => {
    for (let n = writer; n < ROUND; n += 8) await write(n);
  });
  await Promise.all(writers);
}

async function inUnits(write: Write): Promise<void> {
  for (let n = 0; n < ROUND; n += PER_UNIT) {
    await unitOfWork(
      async () => {
        for (let each = 0; each < PER_UNIT; each++) await write(n + each);
      },
      { actor: SYSTEM, timeout: 60_000 },
    );
  }
}

async function timed(work: () => Promise<void>): Promise<number> {
  const start = performance.now();
  await work();
  return ((performance.now() - start) * 1000) / ROUND;
}

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

const database = await openTestServerDatabase();
try {
  await prisma.$executeRaw`CREATE TABLE bare_events (LIKE events INCLUDING ALL)`;
  process.stdout.write(
    '| how | bare INSERT | append | of its speed | a second bare INSERT |\n|---|---|---|---|---|\n',
  );
  for (const [name, run] of [
    ['one by one', oneByOne],
    ['eight at once', eightAtOnce],
    ['a hundred in a unit of work', inUnits],
  ] as const) {
    await run(insert);
    await run(append);
    const times: Record<'bare' | 'append' | 'control', number[]> = { bare: [], append: [], control: [] };
    for (let done = 0; done < appends; done += ROUND) {
      times.bare.push(await timed(() => run(insert)));
      times.append.push(await timed(() => run(append)));
      times.control.push(await timed(() => run(insert)));
    }
    const [bare, appended, control] = [median(times.bare), median(times.append), median(times.control)];
    const share = `${Math.round((100 * bare) / appended)} %`;
    const figures = [`${bare.toFixed(0)} µs`, `${appended.toFixed(0)} µs`, share, `${control.toFixed(0)} µs`];
    process.stdout.write(`| ${[name, ...figures].join(' | ')} |\n`);
  }
} finally {
  await database.close();
}
