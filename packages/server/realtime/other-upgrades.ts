import { type Server as HttpServer, type IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { NotFoundError, type ReactiveError, ValidationError } from 'reactive/errors';

function refusalOf({ headers }: IncomingMessage): [status: number, error: ReactiveError] {
  if (headers.upgrade?.toLowerCase() === 'websocket')
    return [404, new NotFoundError('There are no sockets at this address')];
  const remedy = 'send the request without the header Upgrade, as curl does with --http1.1';
  return [400, new ValidationError(`Only WebSocket can be upgraded to: ${remedy}`)];
}

/**
 * Answers who wants something else than the sockets at `path`. Where sockets are served, Node hands over each request
 * that asks for an upgrade, and no middleware ever sees it; clients that offer HTTP/2 (`curl --http2`, that of Java) ask
 * for one in plain requests, and would get an empty answer.
 */
export function refuseOtherUpgrades(http: HttpServer, path: string): void {
  http.on('upgrade', (request: IncomingMessage, socket: Duplex) => {
    if (request.url?.startsWith(path)) return;
    // Node has let go of the socket: nobody else hears that who asked has gone, which would end the process.
    socket.on('error', () => socket.destroy());
    const [status, refusal] = refusalOf(request);
    const response = new ServerResponse(request);
    response.shouldKeepAlive = false;
    response.assignSocket(socket as never); // a server of `node:http` hands over no other stream
    response.writeHead(status, { 'Content-Type': 'application/problem+json; charset=utf-8' });
    response.end(JSON.stringify({ ...refusal.toProblem(), status }), () => socket.destroy());
  });
}
