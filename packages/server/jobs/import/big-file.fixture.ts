import { setTimeout as sleep } from 'node:timers/promises';
import { actAs, type Viewer } from '@myapp/core/policies';
import { runInScope } from 'reactive/node';
import { expect } from 'vitest';
import { collectGarbage } from '../../../../scripts/collect-garbage.fixture';
import type { Figures } from '../../../../scripts/figures.fixture';
import { prisma } from '../../database/current';
import { openTestServerDatabase } from '../../database/testing';
import { openJobs } from '../index';
import { importUsersHandler } from './import-users.job';
import { importReport } from './report';
import { receiveImport } from './start-import';

const admin: Viewer = { id: '0199c2f0-0000-7000-8000-0000000000ad', role: 'admin', status: 'active' };

/** Bytes that somebody still refers to. */
async function bytesHeld(): Promise<number> {
  await collectGarbage();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

const isWrong = (row: number): boolean => row % 97 === 0;
const isRepeated = (row: number): boolean => row % 101 === 0 && !isWrong(row) && !isWrong(row - 1);

/** Made as it is read, so that nobody holds it: 170 bytes a row, some of them no users, and some for the second time. */
async function* bigFile(rows: number): AsyncGenerator<Uint8Array, void, void> {
  yield Buffer.from('name,email\n');
  for (let row = 1; row <= rows; row += 1) {
    const number = isRepeated(row) ? row - 1 : row;
    const email = isWrong(row) ? 'nobody' : `${'x'.repeat(60)}${number}@${'y'.repeat(60)}.example.org`;
    yield Buffer.from(`Somebody with a long name ${row},${email}\n`);
  }
}

async function linesOf(text: AsyncIterable<unknown>): Promise<number> {
  let lines = 0;
  for await (const chunk of text) lines += String(chunk).split('\n').length - 1;
  return lines;
}

/**
 * Imports a file of so many rows, and looks that each had its effect.
 *
 * @returns how many bytes more than before were held at most
 */
export async function importBigFile(figures: Figures, rows: number): Promise<number> {
  const database = await openTestServerDatabase();
  const failures: unknown[] = [];
  const jobs = await openJobs({
    database,
    handlers: [importUsersHandler],
    poll: 20,
    report: (error) => failures.push(error),
  });
  try {
    await prisma.user.create({ data: { ...admin, name: 'Root', email: 'root@example.org' } });
    await jobs.start();
    const numbers = Array.from({ length: rows }, (_, at) => at + 1);
    const refused = numbers.filter((row) => isWrong(row) || isRepeated(row)).length;
    return await runInScope(async () => {
      actAs(admin);
      const parts = { queue: jobs.queue, maxBytes: 200 * rows };
      const before = await bytesHeld();
      const received = await receiveImport(bigFile(rows), { duplicates: 'refuse', file: 'big.csv' }, parts);
      const id = await received.start();
      let most = await bytesHeld();
      let seen = 0;
      for (;;) {
        const job = await prisma.job.findUniqueOrThrow({ where: { id } });
        figures.trial(job.processedItems >= seen ? [] : [`${job.processedItems} rows after ${seen}`]);
        seen = job.processedItems;
        most = Math.max(most, await bytesHeld());
        if (job.status === 'completed' || job.status === 'failed') break;
        await sleep(500);
      }
      const held = most - before;
      figures.add(`bytes held at most with ${rows} rows`, held);
      expect([seen, failures]).toEqual([rows, []]);
      expect(await prisma.user.count()).toBe(1 + rows - refused);
      expect(await linesOf(await importReport(id, async () => {}))).toBe(1 + refused);
      return held;
    });
  } finally {
    await jobs.close(1000);
    await database.close();
  }
}
