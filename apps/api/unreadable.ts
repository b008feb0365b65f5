import { type IncomingMessage, type ServerResponse, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { PayloadTooLargeError, type ReactiveError, TimeoutError, ValidationError } from 'reactive/errors';

const TYPE = 'application/problem+json; charset=utf-8';

function refusalOf({ code }: NodeJS.ErrnoException): [status: number, error: ReactiveError] {
  switch (code) {
    case 'HPE_HEADER_OVERFLOW':
      return [431, new PayloadTooLargeError('The address and the headers are larger than what is accepted')];
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return [408, new TimeoutError('The request was not sent in time')];
    default:
      return [400, new ValidationError('This is not HTTP')];
  }
}

/** Answers who expects something else than `100-continue`, for the event `checkExpectation`: Node would say nothing but 417. */
export function answerExpectation({ headers }: IncomingMessage, res: ServerResponse): void {
  const error = new ValidationError(
    `Nothing but 100-continue can be expected here, and not ${headers.expect}`,
  );
  res.statusCode = 417;
  res.setHeader('Content-Type', TYPE).setHeader('Connection', 'close');
  res.end(JSON.stringify({ ...error.toProblem(), status: 417 }));
}

/** Milliseconds that a client has to read why, and to close, before it is cut off, whatever it goes on sending. */
const LINGER = 2_000;

/**
 * Answers what Node's parser could not read, for its `clientError` event: no middleware ever sees it, yet a client
 * expects the one form of errors.
 */
export function answerUnreadable(error: NodeJS.ErrnoException, socket: Duplex): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const [status, refusal] = refusalOf(error);
  const body = JSON.stringify({ ...refusal.toProblem(), status });
  socket.end(
    [
      `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
      'Connection: close',
      `Content-Type: ${TYPE}`,
      `Content-Length: ${Buffer.byteLength(body)}`,
      '',
      body,
    ].join('\r\n'),
  );
  const cut = setTimeout(() => socket.destroy(), LINGER).unref();
  socket.once('close', () => clearTimeout(cut));
}
