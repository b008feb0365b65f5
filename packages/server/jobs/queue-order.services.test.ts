import { defineJob } from '@myapp/core/jobs';
import PgBoss from 'pg-boss';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { prisma } from '../database/current';
import { openTestServerDatabase, type TestServerDatabase } from '../database/testing';
import { JobQueue } from './job-queue';
import { claiming } from './job-rows';
import { MessageQueue } from './message-queue';

const WAITING = 20_000;

const empty = { version: 1, payload: z.strictObject({}) };
const many = defineJob({ id: 'many', ...empty });
const one = defineJob({ id: 'one', ...empty });

let database: TestServerDatabase;
let messages: MessageQueue;
beforeAll(async () => {
  database = await openTestServerDatabase();
  messages = new MessageQueue(database, (error) => {
    throw error;
  });
  await messages.open([many.id, one.id]);
  const queue = new JobQueue(messages);
  const payloads = Array.from({ length: 1000 }, () => ({}));
  for (let at = 0; at < WAITING; at += 1000) await queue.enqueueMany(many, payloads, { bySystem: true });
  await queue.enqueue(one, {}, { bySystem: true });
});
afterAll(async () => {
  await messages.close();
  await database.close();
});

/** How PostgreSQL takes fifty messages, as pg-boss and this server ask for them. */
async function planOf(type: string): Promise<string> {
  let plan = '';
  const db: PgBoss.Db = {
    async executeSql(text, values: unknown[]) {
      const sql = `EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF) ${claiming(text)}`;
      const lines = await prisma.$queryRawUnsafe<{ 'QUERY PLAN': string }[]>(sql, ...values, 1000);
      plan = lines.map((line) => line['QUERY PLAN']).join('\n');
      return { rows: [] };
    },
  };
  await new PgBoss({ db, migrate: false }).fetch(type, { batchSize: 50, db });
  return plan;
}

describe('messages that wait', () => {
  it(`are taken in their order, and ${WAITING} of them are not sorted for it`, async () => {
    // Most often nobody has looked at the table by now: see the migration that keeps queues in order.
    const plan = await planOf('many');
    expect(plan).toMatch(/Index Scan using j[0-9a-f]+_i5 on .* \(actual rows=50 loops=1\)/);
    expect(plan).not.toContain(`rows=${WAITING}`);
    expect(plan).not.toContain('Seq Scan on jobs');
  });

  it('are found where there is only one', async () => {
    expect(await planOf('one')).toMatch(/Limit \(actual rows=1 loops=1\)/);
  });
});
