import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Accounts, Sessions } from '../auth';
import type { Database } from '../db';
import type { RateLimiter } from '../limits';
import { createOutbox } from '../mail';
import { openRealtime, type Realtime, type RealtimeParts } from './realtime';

const unlimited: RateLimiter = {
  consume: async () => {},
  giveBack: async () => {},
  forget: async () => {},
};

export const accounts = new Accounts({
  secret: 'a secret of the tests, long enough to be one',
  https: false,
  pageUrl: () => 'http://localhost',
  outbox: createOutbox({ send: async () => {} }, () => {}),
  proveAddresses: false,
  openSignUp: true,
});
export const sessions = new Sessions(accounts);

/** Sockets on a port of their own, as a process serves them. */
export interface RealtimeHost {
  readonly url: string;
  readonly realtime: Realtime;
  close(): Promise<void>;
}

/** Serves sockets, in a process that requires scopes. */
export async function openHost(
  database: Pick<Database, 'listen'>,
  parts: Partial<RealtimeParts> = {},
): Promise<RealtimeHost> {
  const http = createServer((_req, res) => res.end());
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  const realtime = await openRealtime(http, {
    sessions,
    database,
    admit: () => {},
    addressOf: ({ socket }) => socket.remoteAddress,
    perAccount: unlimited,
    report: () => {},
    failed: (error, request) => process.stderr.write(`${request}: ${error.stack}\n`),
    ...parts,
  });
  return {
    url: `http://127.0.0.1:${(http.address() as AddressInfo).port}`,
    realtime,
    async close() {
      await realtime.close();
      http.closeAllConnections();
      await new Promise((resolve) => http.close(resolve));
    },
  };
}
