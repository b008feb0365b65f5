import { STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { PayloadTooLargeError, type ReactiveError, TimeoutError, ValidationError } from 'reactive/errors';

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
      'Content-Type: application/problem+json; charset=utf-8',
      `Content-Length: ${Buffer.byteLength(body)}`,
      '',
      body,
    ].join('\r\n'),
  );
  const cut = setTimeout(() => socket.destroy(), LINGER).unref();
  socket.once('close', () => clearTimeout(cut));
}
