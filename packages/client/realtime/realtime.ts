import {
  type Answered,
  type Message,
  type MessageName,
  type RequestName,
  realtimeMessages,
  realtimeRequests,
  replySchema,
  type Sent,
} from '@myapp/core/realtime';
import { errorFrom, errorFromProblem, reportError, UnavailableError } from 'reactive/errors';
import { ReactiveModel } from 'reactive/model';
import type { Scope } from 'reactive/registry';
import type { Socket } from 'socket.io-client';
import { type Session, sessionOf } from '../session';

interface IRealtime {
  /** `offline` while nobody is signed in or nobody wants it; `connecting` as long as it is tried. */
  status: 'offline' | 'connecting' | 'online';
}

type RealtimeEvents = {
  [Name in MessageName]: Message<Name>;
} & {
  /** There is a connection, the first or another one: what was told in between has been missed. */
  online: undefined;
};

/** Milliseconds. */
const PATIENCE = 10_000;
/** For so long nobody may follow: who goes from one page to another does not open another connection. */
const LINGER = 1000;
const WAIT = { first: 500, longest: 10_000 };

const isMessage = (name: string): name is MessageName => Object.hasOwn(realtimeMessages, name);

/**
 * The connection by which the server tells of what happens, in one scope. It is there as long as somebody follows it and
 * somebody is signed in; a lost one is opened again, after longer and longer waits that differ from page to page.
 *
 * @example
 * const realtime = realtimeOf(currentScope());
 * const stop = realtime.follow();
 * realtime.on('room:update', (room) => console.log(room.participants));
 * await realtime.ask('room:join', { id });
 */
export class Realtime extends ReactiveModel<IRealtime, RealtimeEvents> {
  declare status: IRealtime['status'];

  readonly #session: Session;
  #socket: Socket | undefined;
  #followers = 0;
  #lingering: ReturnType<typeof setTimeout> | undefined;
  /** The session by which the socket was opened. */
  #sessionId: string | undefined;
  #stop: () => void = () => {};
  #retry: ReturnType<typeof setTimeout> | undefined;
  #attempts = 0;

  constructor(session: Session) {
    super({ properties: ['status'], status: 'offline' });
    this.#session = session;
  }

  /** Keeps the connection open until a moment after the returned function is called. */
  follow(): () => void {
    if (this.#followers++ === 0) this.#begin();
    let isFollowing = true;
    return () => {
      if (!isFollowing) return;
      isFollowing = false;
      if (--this.#followers === 0) this.#lingering = setTimeout(() => this.#end(), LINGER);
    };
  }

  /**
   * Asks the server for something, and waits for the answer.
   *
   * @throws UnavailableError while there is no connection, TimeoutError, and whatever the server refuses with
   */
  async ask<Name extends RequestName>(name: Name, sent: Sent<Name>): Promise<Answered<Name>> {
    const socket = this.#socket;
    if (!socket?.connected) throw new UnavailableError('There is no connection to the server');
    const reply = replySchema.parse(await this.#answer(socket, name, sent));
    if (!reply.ok) throw errorFromProblem(reply.problem);
    return realtimeRequests[name].answered.parse(reply.data) as Answered<Name>;
  }

  /**
   * Asks for what somebody ordered, as {@link ask}: while a connection is only being opened, it waits for it, for at most
   * 10 seconds.
   *
   * @throws UnavailableError when there is no connection by then, and as {@link ask}
   */
  async order<Name extends RequestName>(name: Name, sent: Sent<Name>): Promise<Answered<Name>> {
    if (this.status === 'connecting') await this.#decided();
    return this.ask(name, sent);
  }

  /** Tells what may get lost: it is not sent at all while there is no connection, or the connection is busy. */
  tell(name: 'room:gesture', message: object): void {
    this.#socket?.volatile.emit(name, message);
  }

  /** Until there is a connection, nobody wants one any more, or patience is at an end. */
  async #decided(): Promise<void> {
    let stop = (): void => {};
    let timer: ReturnType<typeof setTimeout> | undefined;
    await new Promise<unknown>((resolve) => {
      stop = this.on('status.changed', resolve);
      timer = setTimeout(resolve, PATIENCE);
    });
    stop();
    clearTimeout(timer);
  }

  async #answer(socket: Socket, name: string, sent: unknown): Promise<unknown> {
    try {
      return await socket.timeout(PATIENCE).emitWithAck(name, sent);
    } catch (cause) {
      throw new UnavailableError('The server did not answer', { cause });
    }
  }

  #begin(): void {
    if (this.#lingering === undefined) this.#start();
    clearTimeout(this.#lingering);
    this.#lingering = undefined;
  }

  #start(): void {
    const stopFollowing = this.#session.follow();
    const stopListening = this.#session.on('change', () => this.#sync());
    this.#stop = () => {
      stopListening();
      stopFollowing();
    };
    this.#sync();
  }

  #end(): void {
    this.#lingering = undefined;
    this.#stop();
    this.#close();
  }

  /** A connection is that of one session: another one needs another. */
  #sync(): void {
    const id = this.#session.current?.id;
    if (id === this.#sessionId) return;
    this.#close();
    this.#sessionId = id;
    if (id !== undefined) this.#open().catch(reportError);
  }

  async #open(): Promise<void> {
    this.status = 'connecting';
    const sessionId = this.#sessionId;
    // Whoever is not signed in does not load it.
    const io = await import('socket.io-client').then((library) => library.io).catch(() => undefined);
    if (sessionId !== this.#sessionId || this.#socket) return;
    if (io === undefined) {
      // The server went away before it was loaded: as with a connection, it is tried again.
      this.#retry = setTimeout(() => void this.#open().catch(reportError), this.#wait());
      return;
    }
    const socket = io({
      transports: ['websocket'],
      reconnectionDelay: WAIT.first,
      reconnectionDelayMax: WAIT.longest,
      randomizationFactor: 0.5,
    });
    this.#socket = socket;
    socket.on('connect', () => {
      this.#attempts = 0;
      this.status = 'online';
      this.trigger('online');
    });
    socket.on('disconnect', () => this.#lost(socket));
    socket.on('connect_error', () => this.#lost(socket));
    socket.onAny((name: string, message: unknown) => this.#hear(name, message));
  }

  #hear(name: string, message: unknown): void {
    if (!isMessage(name)) return;
    const read = realtimeMessages[name].safeParse(message);
    if (!read.success) reportError(errorFrom(read.error));
    else this.trigger(name, read.data as never); // what the schema of that name gives
  }

  /** The network's fault mends itself; where the server has ended it, who is signed in is asked first. */
  #lost(socket: Socket): void {
    if (socket !== this.#socket) return;
    this.status = 'connecting';
    if (socket.active) return;
    clearTimeout(this.#retry);
    this.#retry = setTimeout(() => this.#again(socket), this.#wait());
    this.#session.load().catch(() => undefined); // stands in its `error`
  }

  /** Milliseconds until the next attempt: longer each time, and not the same for all. */
  #wait(): number {
    return Math.min(WAIT.first * 2 ** this.#attempts++, WAIT.longest) * (0.5 + Math.random());
  }

  #again(socket: Socket): void {
    if (socket === this.#socket && this.#session.current !== undefined) socket.connect();
  }

  #close(): void {
    clearTimeout(this.#retry);
    this.#sessionId = undefined;
    this.#socket?.disconnect();
    this.#socket = undefined;
    this.#attempts = 0;
    this.status = 'offline';
  }
}

const connections = new WeakMap<Scope, Realtime>();

/** The connection of a scope: always the same one. */
export function realtimeOf(scope: Scope): Realtime {
  const known = connections.get(scope);
  if (known !== undefined) return known;
  const made = new Realtime(sessionOf(scope));
  connections.set(scope, made);
  return made;
}
