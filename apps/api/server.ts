import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type ConnectionLimits, connectionLimits, limitConnections } from './limits/connections';
import { type BodyTimes, bodyTimes, limitSlowBodies, timeFor } from './limits/slow-bodies';
import { answerExpectation, answerUnreadable } from './unreadable';

/** Where to listen. */
export interface Listening {
  readonly host: string;
  readonly port: number;
  readonly connections?: ConnectionLimits;
  /** Proxies of ours, whose connections are those of many clients. */
  readonly trustedProxies?: readonly string[];
  /** Bytes of the largest body that any route takes; 20,000,000 unless told. */
  readonly maxBody?: number;
  readonly bodies?: BodyTimes;
}

/** The address cannot be listened on; the message is one line for a person. */
export class ListenError extends Error {
  override readonly name = 'ListenError';
}

function listenError(error: NodeJS.ErrnoException, { host, port }: Listening): Error {
  switch (error.code) {
    case 'EADDRINUSE':
      return new ListenError(
        `Port ${port} is in use by another program: stop it, or choose another port as in PORT=${port + 1} npx pnpm start`,
      );
    case 'EACCES':
      return new ListenError(
        `Port ${port} needs more rights than this process has: choose one above 1023, as in PORT=3000`,
      );
    case 'EADDRNOTAVAIL':
      return new ListenError(`HOST ${host} is no address of this machine: choose 127.0.0.1`);
    default:
      return error;
  }
}

/** Milliseconds; longer than the database may take for a statement, which is no fault of the client. */
const WITHOUT_PROGRESS = 30_000;

/**
 * Starts to serve. A slow client is cut off: to send its headers it has 10 seconds, for all of the request 30 and one
 * more for each 20 kB that it has sent, and when it does not take its answer, 30 without any progress.
 *
 * @throws ListenError with a remedy when the address is taken, forbidden or not this machine's
 */
export async function listen(
  listener: RequestListener,
  {
    connections = connectionLimits,
    trustedProxies = [],
    maxBody = 20_000_000,
    bodies = bodyTimes,
    ...at
  }: Listening,
): Promise<Server> {
  const server = createServer(
    {
      // What has none is refused with the rest of the foreign names, in the one form of errors.
      requireHostHeader: false,
      maxHeaderSize: 16_384,
      headersTimeout: 10_000,
      // Of the largest body: what is smaller has less, by `limitSlowBodies`.
      requestTimeout: timeFor(maxBody, bodies),
      keepAliveTimeout: 65_000,
      connectionsCheckingInterval: 2_000,
    },
    listener,
  );
  server.timeout = WITHOUT_PROGRESS;
  server.on('clientError', answerUnreadable);
  server.on('checkExpectation', answerExpectation);
  limitConnections(server, connections, trustedProxies);
  limitSlowBodies(server, bodies);
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) => reject(listenError(error, at)));
    server.listen(at.port, at.host, resolve);
  });
  return server;
}

/** The address that a browser opens. */
export function urlOf(server: Server): string {
  const { address, family, port } = server.address() as AddressInfo; // it listens on TCP, so this is no pipe's name
  return `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`;
}

const LOOK_AGAIN = 50;

/**
 * Stops accepting and waits for the requests in flight.
 *
 * @param deadline - milliseconds after which those that are still going are cut off
 * @returns whether all of them finished
 */
export async function drain(server: Server, deadline: number): Promise<boolean> {
  let finished = true;
  const cut = setTimeout(() => {
    finished = false;
    server.closeAllConnections();
  }, deadline);
  // A connection whose last request ends from now on is idle, but nobody closes it.
  const sweep = setInterval(() => server.closeIdleConnections(), LOOK_AGAIN);
  await new Promise((resolve) => {
    server.close(resolve);
  });
  clearTimeout(cut);
  clearInterval(sweep);
  return finished;
}
