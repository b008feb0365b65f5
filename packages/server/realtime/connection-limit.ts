import type { Server } from 'socket.io';
import { MOST_REFUSALS, WINDOW } from './message-limit';

/** A packet of engine.io, as it came in. */
interface ReceivedPacket {
  readonly type: string;
  readonly data?: unknown;
}

/** A connection of engine.io, as far as it matters here: what sockets of socket.io are opened on. */
interface Connection {
  readonly transport: object;
  on(name: 'packet', listener: (packet: ReceivedPacket) => void): unknown;
  close(discard?: boolean): void;
}

/** The WebSocket below, as far as it matters here. */
interface Wire {
  terminate(): void;
}

const wireOf = ({ transport }: Connection): Wire | undefined =>
  (transport as { readonly socket?: Wire }).socket;

/** Milliseconds for a client to take the last that it is told. */
const LAST_WORDS = 1000;

/** Lets go of a client that is to hear no more: nothing that it has sent besides is looked at. */
function cut(connection: Connection): void {
  const wire = wireOf(connection);
  connection.close(true);
  wire?.terminate(); // a closing handshake would be for it to draw out
}

/** Lets go of a client that was refused, once it was told. */
export function closeRefused(connection: Connection): void {
  // socket.io writes why in the next tick.
  setImmediate(() => {
    const wire = wireOf(connection);
    connection.close();
    setTimeout(() => wire?.terminate(), LAST_WORDS).unref();
  });
}

/** Whether a packet asks to be let in: as socket.io writes it, `0`, then what for. */
function asksToEnter({ type, data }: ReceivedPacket): boolean {
  return type === 'message' && typeof data === 'string' && data.startsWith('0');
}

/** Whether it asks for another namespace than the one that there is. */
const asksElsewhere = ({ data }: ReceivedPacket): boolean => String(data).startsWith('0/');

/**
 * Counts what comes in by each connection, before socket.io looks at it: whose it is is asked once, for the one namespace
 * that there is, and what is no message (acknowledgements, pongs) counts too. Who sends more is cut off.
 *
 * @param perSecond - messages; who sends so many, or not so many more that {@link MessageLimit} closes the socket, does
 * not get here
 */
export function limitConnections({ engine }: Pick<Server, 'engine'>, perSecond: number): void {
  const most = 2 * perSecond * WINDOW + MOST_REFUSALS;
  engine.on('connection', (connection: Connection) => {
    let hasAsked = false;
    let received = 0;
    let since = 0;
    connection.on('packet', (packet) => {
      const now = performance.now();
      if (now - since > WINDOW * 1000) [since, received] = [now, 0];
      received += 1;
      const isEntering = asksToEnter(packet);
      if (received > most || (isEntering && (hasAsked || asksElsewhere(packet)))) cut(connection);
      hasAsked ||= isEntering;
    });
  });
}
