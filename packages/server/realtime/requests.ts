import { actAs } from '@myapp/core/policies';
import {
  type Answered,
  type Received,
  type Reply,
  type RequestName,
  realtimeRequests,
} from '@myapp/core/realtime';
import {
  errorFrom,
  fieldErrorsOf,
  type ReactiveError,
  UnauthenticatedError,
  ValidationError,
} from 'reactive/errors';
import { runInScope } from 'reactive/node';
import type { RealtimeSocket } from './sockets';

/** What answers each request, in a scope of its own in which whoever sent it acts. */
export type Handlers = {
  readonly [Name in RequestName]: (
    received: Received<Name>,
    socket: RealtimeSocket,
  ) => Promise<Answered<Name>>;
};

/** What requests need around them. */
export interface RequestParts {
  readonly handlers: Handlers;
  /**
   * Counts a request.
   *
   * @throws RateLimitedError for one too many
   */
  readonly count: (socket: RealtimeSocket) => Promise<void>;
  /**
   * Brings up to date who has opened the socket; whether they are still signed in.
   */
  readonly refresh: (socket: RealtimeSocket) => Promise<boolean>;
  /** Told of what is nobody's fault but ours. */
  readonly report: (error: ReactiveError, request: string) => void;
}

const isRequest = (name: unknown): name is RequestName =>
  typeof name === 'string' && Object.hasOwn(realtimeRequests, name);

/** @throws ValidationError */
function parsed<Name extends RequestName>(name: Name, sent: unknown): Received<Name> {
  const read = realtimeRequests[name].sent.safeParse(sent);
  if (!read.success) throw new ValidationError(undefined, { errors: fieldErrorsOf(read.error.issues) });
  return read.data as Received<Name>; // what the schema of that name gives
}

async function answered<Name extends RequestName>(
  name: Name,
  { sent, socket }: Pick<SocketRequest, 'sent' | 'socket'>,
  { handlers, count, refresh }: RequestParts,
): Promise<Answered<Name>> {
  const received = parsed(name, sent);
  await count(socket);
  if (!(await refresh(socket))) throw new UnauthenticatedError('The session has ended: sign in again');
  return runInScope(async () => {
    actAs(socket.data.viewer);
    const answer = await handlers[name](received, socket);
    // By the allow-list of the answer: what does not stand there stays here.
    return realtimeRequests[name].answered.parse(answer) as Answered<Name>;
  });
}

/** A request as it came, looked at by nobody yet. */
export interface SocketRequest {
  readonly socket: RealtimeSocket;
  readonly name: unknown;
  readonly sent: unknown;
}

/** Answers a request, whatever comes of it: with what was asked for, or with the error as HTTP would tell it. */
export async function reply({ name, ...request }: SocketRequest, parts: RequestParts): Promise<Reply> {
  try {
    if (!isRequest(name)) throw new ValidationError('There is no such request');
    return { ok: true, data: await answered(name, request, parts) };
  } catch (thrown) {
    const error = errorFrom(thrown);
    if (error.status === 500) parts.report(error, String(name));
    return { ok: false, problem: { ...error.toJSON() } };
  }
}
