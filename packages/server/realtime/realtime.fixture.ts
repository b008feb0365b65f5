import { actAs, SYSTEM } from '@myapp/core/policies';
import {
  type Answered,
  type Message,
  type MessageName,
  type RequestName,
  replySchema,
  type Sent,
} from '@myapp/core/realtime';
import { errorFromProblem } from 'reactive/errors';
import { requireScope, runInScope } from 'reactive/node';
import { io, type Socket } from 'socket.io-client';
import { onTestFinished } from 'vitest';
import type { CreatedToken } from '../auth/sessions';
import { type Database, prisma } from '../db';
import { accounts, openHost, type RealtimeHost, sessions } from './host.fixture';
import type { RealtimeParts } from './realtime';

export { accounts, type RealtimeHost, sessions };

/** Somebody with an account and a token. */
export interface Person {
  readonly id: string;
  readonly name: string;
  readonly token: string;
  readonly sessionId: string;
}

/** Opens an account, with a token for its sockets. */
export async function makePerson(name: string, role: 'user' | 'admin' = 'user'): Promise<Person> {
  const email = `${name.toLowerCase().replaceAll(' ', '.')}.${crypto.randomUUID()}@example.org`;
  const { id } = await prisma.user.create({ data: { name, email, role } });
  const created = await makeToken(id, 'test');
  return { id, name, token: created.token, sessionId: created.id };
}

/** Makes a token for somebody, as the program itself. */
export function makeToken(userId: string, name: string): Promise<CreatedToken> {
  return asSystem(() => sessions.createToken(userId, { name, expiresInDays: 1 }));
}

/** Does something as the program itself does, in a scope of its own. */
export function asSystem<Result>(work: () => Promise<Result>): Promise<Result> {
  return runInScope(() => {
    actAs(SYSTEM);
    return work();
  });
}

/** Serves sockets until the test has ended. */
export async function serveRealtime(
  database: Pick<Database, 'listen'>,
  parts: Partial<RealtimeParts> = {},
): Promise<RealtimeHost> {
  onTestFinished(requireScope());
  const host = await openHost(database, parts);
  onTestFinished(() => host.close());
  return host;
}

/** A socket as a page has it: what it asks is answered or thrown, and what it was told is remembered. */
export class TestSocket {
  readonly socket: Socket;
  readonly told: [name: string, message: unknown][] = [];

  constructor(socket: Socket) {
    this.socket = socket;
    socket.onAny((name: string, message: unknown) => this.told.push([name, message]));
  }

  async ask<Name extends RequestName>(name: Name, sent: Sent<Name>): Promise<Answered<Name>> {
    const reply = replySchema.parse(await this.socket.timeout(5000).emitWithAck(name, sent));
    if (!reply.ok) throw errorFromProblem(reply.problem);
    return reply.data as Answered<Name>;
  }

  /** What it was told under a name, the oldest first. */
  heard<Name extends MessageName>(name: Name): Message<Name>[] {
    return this.told.filter(([told]) => told === name).map(([, message]) => message as Message<Name>);
  }

  closed(): Promise<string> {
    if (!this.socket.connected) return Promise.resolve('closed before');
    return new Promise((resolve) => this.socket.once('disconnect', resolve));
  }
}

/** Opens a socket; rejects with the error of ours when it is refused. */
export async function connect(
  { url }: Pick<RealtimeHost, 'url'>,
  person?: Pick<Person, 'token'>,
  headers: Record<string, string> = {},
): Promise<TestSocket> {
  const authorization = person ? { authorization: `Bearer ${person.token}` } : {};
  const socket = io(url, {
    transports: ['websocket'],
    reconnection: false,
    forceNew: true,
    extraHeaders: { ...authorization, ...headers },
  });
  onTestFinished(() => void socket.disconnect());
  const opened = new TestSocket(socket);
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve);
    socket.once('connect_error', (error: Error & { data?: unknown }) =>
      reject(error.data === undefined ? error : errorFromProblem(error.data)),
    );
  });
  return opened;
}
