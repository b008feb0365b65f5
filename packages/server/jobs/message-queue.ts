import PgBoss from 'pg-boss';
import { errorFrom } from 'reactive/errors';
import { currentTransaction, prisma } from '../database/current';
import type { Database } from '../database/open';
import { claiming } from './job-rows';

/** What pg-boss runs its SQL with. */
type Db = PgBoss.Db;

/** A message that was taken, with the job that it is about where that was waiting. */
export interface TakenMessage {
  readonly id: string;
  readonly data: unknown;
  /** Whether there is a row for it. */
  readonly known: boolean;
  /** `null` where the job was not waiting: it is over, or somebody has it. */
  readonly attempt: number | null;
  readonly typeVersion: number;
  readonly payload: unknown;
  readonly checkpoint: never;
  readonly startedBy: string;
  readonly processedItems: number;
}

/** A message waits until it is taken, however long that takes. Whether its job is alive, leases tell, and no timeout. */
const PATIENCE = { retryLimit: 0, expireInHours: 23, retentionDays: 365 } as const;

const HOUR = 3600;

/** On a connection of its own. pg-boss sends some statements together, between BEGIN and COMMIT. */
function outside(database: Database): Db {
  return {
    executeSql: (text, values) =>
      database.withSession(async (session) => {
        if (!/^\s*BEGIN;/.test(text)) return { rows: await session.rows(text, values) };
        try {
          await session.run(text);
        } catch (error) {
          // The embedded database has this one connection.
          await session.run('ROLLBACK');
          throw error;
        }
        return { rows: [] };
      }),
  };
}

/** In the transaction of the caller. */
const inside: Db = {
  executeSql: async (text, values: unknown[]) => ({
    rows: await prisma.$queryRawUnsafe(text, ...values.map((value) => value ?? null)),
  }),
};

/**
 * The messages that say that a job waits: pg-boss on the database that is open. A message is nothing but a nudge; the
 * job's row says whether there is anything to do.
 */
export class MessageQueue {
  readonly #boss: PgBoss;
  readonly #db: Db;

  constructor(database: Database, report: (error: unknown) => void) {
    this.#db = outside(database);
    this.#boss = new PgBoss({
      db: this.#db,
      migrate: false, // it has been, with everything else
      archiveCompletedAfterSeconds: HOUR,
      deleteAfterDays: 1,
      ...PATIENCE,
    });
    this.#boss.on('error', report);
  }

  /** Begins with what pg-boss does by itself: schedules, and clearing away what was done. */
  async open(types: readonly string[]): Promise<void> {
    await this.#boss.start();
    const known = new Set((await this.#boss.getQueues()).map(({ name }) => name));
    for (const type of types) if (!known.has(type)) await this.#boss.createQueue(type);
  }

  async close(): Promise<void> {
    await this.#boss.stop({ graceful: false, close: false });
  }

  /** Has jobs of a type begun at a time of day; one that has no schedule any more is not. */
  async schedule(types: ReadonlyMap<string, string>): Promise<void> {
    for (const { name } of await this.#boss.getSchedules()) {
      if (!types.has(name)) await this.#boss.unschedule(name);
    }
    for (const [type, cron] of types) await this.#boss.schedule(type, cron, {});
  }

  /**
   * Says that jobs wait, in the unit of work that makes them.
   *
   * @param delay seconds before they are begun with
   */
  async post(type: string, ids: readonly string[], delay = 0): Promise<void> {
    const db = this.#current();
    const startAfter = delay > 0 ? { startAfter: String(delay) } : {};
    const [first, ...more] = ids;
    if (first === undefined) return;
    if (more.length === 0) await this.#boss.send(type, {}, { id: first, ...startAfter, db });
    else
      await this.#boss.insert(
        ids.map((id) => ({ name: type, id, data: {}, ...startAfter })),
        { db },
      );
  }

  /** Takes messages back, whatever has become of them. */
  async withdraw(type: string, ids: readonly string[]): Promise<void> {
    if (ids.length > 0) await this.#boss.deleteJob(type, [...ids], { db: this.#current() });
  }

  /** Takes messages, and their jobs up for so many milliseconds. */
  async take(type: string, limit: number, lease: number): Promise<TakenMessage[]> {
    let failure: { readonly error: unknown } | undefined;
    const db: Db = {
      executeSql: async (text, values) => {
        try {
          return await this.#current().executeSql(claiming(text), [...values, lease]);
        } catch (error) {
          // pg-boss takes every error for a race that was lost, and says nothing.
          failure = { error };
          throw error;
        }
      },
    };
    const taken = await this.#boss.fetch(type, { batchSize: limit, db });
    if (failure) throw errorFrom(failure.error);
    return taken as unknown as TakenMessage[]; // the columns of `claiming`
  }

  #current(): Db {
    return currentTransaction() ? inside : this.#db;
  }
}
