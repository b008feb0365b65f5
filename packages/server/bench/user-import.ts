import { setTimeout as sleep, setImmediate as turn } from 'node:timers/promises';
import type { Viewer } from '@myapp/core/policies';
import { prisma } from '../database/current';
import type { Database } from '../database/open';
import { importUsersHandler } from '../jobs/import/import-users.job';
import { receiveImport } from '../jobs/import/start-import';
import { type AnyJobHandler, type OpenJobs, openJobs } from '../jobs/index';

/** Who imports. */
export const admin: Viewer = { id: '0199c2f0-0000-7000-8000-0000000000ad', role: 'admin', status: 'active' };

const PIECE = 65_536;

/** A file of so many users, as it comes from a socket: nobody reads more than one piece in a turn. */
export function usersFile(rows: number): () => AsyncGenerator<Uint8Array, void, void> {
  const lines = Array.from({ length: rows }, (_, n) => `User ${n},user${n}@example.org\n`);
  const csv = Buffer.from(`name,email\n${lines.join('')}`);
  return async function* pieces() {
    for (let at = 0; at < csv.length; at += PIECE) {
      await turn();
      yield csv.subarray(at, at + PIECE);
    }
  };
}

/** Jobs of which none may fail. */
export const openBenchJobs = (
  database: Database,
  { handler = importUsersHandler, poll = 20 }: { handler?: AnyJobHandler; poll?: number } = {},
): Promise<OpenJobs> =>
  openJobs({
    database,
    handlers: [handler],
    poll,
    report: (error) => {
      throw error;
    },
  });

/** Imports a file in the name of whoever acts, and looks every so many milliseconds whether that is done. */
export async function importUsers(
  { queue }: OpenJobs,
  pieces: AsyncGenerator<Uint8Array, void, void>,
  every: number,
): Promise<void> {
  const received = await receiveImport(
    pieces,
    { duplicates: 'refuse', file: 'x.csv' },
    { queue, maxBytes: 1e9 },
  );
  const id = await received.start();
  while ((await prisma.job.findUnique({ where: { id } }))?.status !== 'completed') await sleep(every);
}
