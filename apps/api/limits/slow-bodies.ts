import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** How long a request may take to arrive. */
export interface BodyTimes {
  /** Milliseconds that each has, however little it sends. */
  readonly atLeast: number;
  /** Bytes for each of which there is more time: so many give a second. */
  readonly bytesPerSecond: number;
}

/** A file of 20 MB by a bad line has a quarter of an hour; what is typed into a form has half a minute. */
export const bodyTimes: BodyTimes = { atLeast: 30_000, bytesPerSecond: 20_000 };

/** Milliseconds within which `bytes` have to be there. */
export const timeFor = (bytes: number, { atLeast, bytesPerSecond }: BodyTimes): number =>
  atLeast + (bytes / bytesPerSecond) * 1000;

const hasBody = ({ headers }: IncomingMessage): boolean =>
  headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;

/** As Node says it of its own limit, so that it is answered as that is. */
const late = (): Error => Object.assign(new Error('Request timeout'), { code: 'ERR_HTTP_REQUEST_TIMEOUT' });

function cutOff(server: Server, socket: Socket, { headersSent }: ServerResponse): void {
  if (headersSent) socket.destroy();
  else server.emit('clientError', late(), socket);
}

/**
 * Cuts off who sends a body too slowly, as nobody does who means it. Node's own limit is the same for a form and for a
 * large file, so it has to be that of the file; what has arrived gains time here, as in `mod_reqtimeout` of Apache.
 */
export function limitSlowBodies(server: Server, times: BodyTimes): void {
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    if (!hasBody(request)) return;
    const { socket } = request;
    const start = performance.now();
    const before = socket.bytesRead;
    let timer: NodeJS.Timeout;
    const look = (): void => {
      if (request.complete) return;
      // What goes on arriving though it was answered is wanted by nobody.
      const received = response.writableEnded ? 0 : socket.bytesRead - before;
      const left = start + timeFor(received, times) - performance.now();
      if (left > 0) timer = setTimeout(look, left).unref();
      else cutOff(server, socket, response);
    };
    timer = setTimeout(look, times.atLeast).unref();
    request.once('close', () => clearTimeout(timer));
  });
}
