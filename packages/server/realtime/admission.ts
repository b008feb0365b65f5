import type { IncomingMessage } from 'node:http';
import { errorFrom, UnauthenticatedError } from 'reactive/errors';
import type { Sessions } from '../auth/sessions';
import { groups, type RealtimeSocket } from './sockets';

/**
 * Looks at who wants to connect before there is a socket: where the page comes from, how many connections there are.
 * Throws what is wrong with it.
 */
export type Admit = (request: IncomingMessage) => void | Promise<void>;

/** The longest that a timer of Node waits, in milliseconds. */
const LONGEST = 2 ** 31 - 1;

/** An error of socket.io's handshake, which carries ours. */
function refusal(thrown: unknown): Error {
  const error = errorFrom(thrown);
  return Object.assign(new Error(error.message), { data: error.toJSON() });
}

/**
 * For `allowRequest` of socket.io, whose own setting of origins does not keep a page of another one out.
 *
 * @returns why it is refused, if it is
 */
export async function allowRequest(admit: Admit, request: IncomingMessage): Promise<string | undefined> {
  try {
    await admit(request);
    return undefined;
  } catch (thrown) {
    return errorFrom(thrown).message;
  }
}

interface Identification {
  readonly sessions: Sessions;
  readonly addressOf: (request: IncomingMessage) => string | undefined;
}

/**
 * Finds out, by the cookie or token of the handshake, who opens a socket. Nobody gets none.
 *
 * @returns why it is refused, if it is
 */
export async function identify(
  socket: RealtimeSocket,
  { sessions, addressOf }: Identification,
): Promise<Error | undefined> {
  try {
    const { request, handshake } = socket;
    const { body } = await sessions.find({ headers: handshake.headers, ip: addressOf(request) });
    const found = body && (await sessions.current(body.sessionId));
    if (!body || !found) throw new UnauthenticatedError('Sign in first');
    socket.data = { viewer: found.viewer, name: found.name, sessionId: body.sessionId };
    return undefined;
  } catch (thrown) {
    return refusal(thrown);
  }
}

/**
 * Whether the session of a socket goes on, with who has it as they are now. One who may do something else than before
 * has to open another socket.
 */
export async function refresh(sessions: Sessions, socket: RealtimeSocket): Promise<boolean> {
  const { sessionId, viewer } = socket.data;
  const found = await sessions.current(sessionId);
  if (found?.viewer.role !== viewer.role) {
    socket.disconnect(true);
    return false;
  }
  socket.data = { ...socket.data, name: found.name };
  return true;
}

/** Has a socket end with its session: from now on it is found by whoever ends that, and it ends by itself when it runs out. */
export async function bindToSession(sessions: Sessions, socket: RealtimeSocket): Promise<void> {
  const { sessionId, viewer } = socket.data;
  await socket.join([groups.session(sessionId), groups.user(viewer.id)]);
  // Between the handshake and now it may have been ended, and this socket not have been found.
  const found = await sessions.current(sessionId);
  if (!found) {
    socket.disconnect(true);
    return;
  }
  const left = found.expiresAt.getTime() - Date.now();
  const timer = setTimeout(() => socket.disconnect(true), Math.min(left, LONGEST));
  socket.once('disconnect', () => clearTimeout(timer));
}
