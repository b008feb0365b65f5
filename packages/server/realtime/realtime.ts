import type { Server as HttpServer, IncomingMessage } from 'node:http';
import { callbackify } from 'node:util';
import { gestureMessage } from '@myapp/core/realtime';
import { type ReactiveError, reportError, StateError } from 'reactive/errors';
import { isScopeRequired } from 'reactive/registry';
import { Server } from 'socket.io';
import { onEnding } from '../auth/endings';
import type { Sessions } from '../auth/sessions';
import type { Database, RowsChanged } from '../db';
import type { RateLimiter } from '../limits';
import { type Cluster, type ClusterOptions, openCluster } from './adapter';
import { type Admit, allowRequest, bindToSession, identify, refresh } from './admission';
import { limitBuffer, type Packet } from './back-pressure';
import { type FramedPacket, joinFrame } from './broadcast-frame';
import { closeRefused, limitConnections } from './connection-limit';
import { createHandlers } from './handlers';
import { MessageLimit } from './message-limit';
import { refuseOtherUpgrades } from './other-upgrades';
import { PresenceKeeper, type PresenceTimes, presenceTimes } from './presence';
import { type RequestParts, reply } from './requests';
import { followRevocations } from './revocation';
import { memberNews } from './rooms/member-news';
import { type RoomAudience, RoomManager } from './rooms/room-manager';
import { groups, type RealtimeServer, type RealtimeSocket, send } from './sockets';
import { TopicFeed } from './topics';

/** How much one socket may ask for. */
export interface SocketLimits {
  /** Messages in a second, on average; three times as many at once. 20 unless told. */
  readonly messagesPerSecond: number;
  /** Bytes of one message; 16,384 unless told. */
  readonly messageSize: number;
  /** Bytes that may wait for a client that does not take them; 1,048,576 unless told. */
  readonly bufferSize: number;
}

export const socketLimits: SocketLimits = {
  messagesPerSecond: 20,
  messageSize: 16_384,
  bufferSize: 1_048_576,
};

/** What sockets are put together from. */
export interface RealtimeParts extends ClusterOptions {
  readonly sessions: Sessions;
  readonly database: Pick<Database, 'listen'>;
  readonly admit: Admit;
  readonly addressOf: (request: IncomingMessage) => string | undefined;
  /** Counts what an account asks for, together with its HTTP requests. */
  readonly perAccount: RateLimiter;
  /** Told of errors of ours. */
  readonly failed: (error: ReactiveError, request: string) => void;
  readonly limits?: Partial<SocketLimits>;
  readonly times?: Partial<PresenceTimes>;
}

/** Sockets that are served until they are closed. */
export interface Realtime {
  readonly io: RealtimeServer;
  readonly rooms: RoomManager;
  /** Ends all sockets, and what was opened for them; the HTTP server stays. */
  close(): Promise<void>;
}

/** What somebody does in a room is passed on to the others there, unless they do not keep up. */
function passOn(socket: RealtimeSocket, sent: unknown): void {
  const read = gestureMessage.safeParse(sent);
  if (!read.success || !socket.rooms.has(groups.room(read.data.id))) return;
  const message = { ...read.data, userId: socket.data.viewer.id };
  send(socket.volatile.to(groups.room(read.data.id)), 'room:gesture', message);
}

// Neither fails: what goes wrong is the refusal.
const admitted = callbackify(allowRequest);
const identified = callbackify(identify);

function createServer(http: HttpServer, parts: RealtimeParts, adapter: Cluster['adapter']): RealtimeServer {
  const io: RealtimeServer = new Server(http, {
    transports: ['websocket'],
    allowRequest: (request, done) =>
      admitted(parts.admit, request, (_failure, refusal) => done(refusal, !refusal)),
    maxHttpBufferSize: parts.limits?.messageSize ?? socketLimits.messageSize,
    serveClient: false,
    // Recovery of its own is off, as it is by default: it lets in without asking who comes.
    pingInterval: 20_000,
    pingTimeout: 20_000,
    connectTimeout: 10_000,
    ...(adapter && { adapter }),
  });
  io.use((socket, next) => {
    identified(socket, parts, (_failure, refusal) => {
      next(refusal);
      if (refusal) closeRefused(socket.conn);
    });
  });
  limitConnections(io, parts.limits?.messagesPerSecond ?? socketLimits.messagesPerSecond);
  return io;
}

/** Tells whoever is in a room what becomes of it: by any process, or by this one. */
function audienceOf(
  io: RealtimeServer | RealtimeServer['local'],
  closed: (id: string) => void,
): RoomAudience {
  return {
    updated: (room) => send(io.to(groups.room(room.id)), 'room:update', room),
    closed(id) {
      closed(id);
      send(io.to(groups.room(id)), 'room:closed', { id });
      io.in(groups.room(id)).socketsLeave(groups.room(id));
    },
  };
}

/** Looks at each packet before it is sent: by one listener, since it is called for each message to each socket. */
function watchPackets(socket: RealtimeSocket, bufferSize: number): void {
  const limit = limitBuffer(socket, bufferSize);
  socket.conn.on('packetCreate', (packet: Packet & FramedPacket) => {
    joinFrame(packet);
    limit(packet);
  });
}

/** Serves one socket, until it closes. */
function serveSocket(socket: RealtimeSocket, limit: MessageLimit, requests: RequestParts): void {
  // One after the other: who comes in and leaves at once has left.
  let turn = Promise.resolve();
  socket.onAny((name: unknown, sent: unknown, answer: unknown) => {
    turn = turn
      .then(async () => {
        if (typeof answer === 'function') answer(await reply({ socket, name, sent }, requests));
        else if (!(await limit.isTooMany(socket)) && name === 'room:gesture') passOn(socket, sent);
      })
      .catch(reportError);
  });
}

/**
 * Serves sockets on the port of an HTTP server, behind one gate: where the page comes from and whose session it is are
 * looked at before there is a socket, and a socket ends with its session.
 *
 * @throws StateError where no scope is required: whoever acts would be one and the same for all
 * @example
 * const realtime = await openRealtime(server, { sessions, database, admit, addressOf, perAccount, report, failed });
 * process.once('SIGTERM', () => void realtime.close());
 */
export async function openRealtime(http: HttpServer, parts: RealtimeParts): Promise<Realtime> {
  if (!isScopeRequired()) {
    throw new StateError(
      'Messages are answered in scopes of their own: call requireScope() before openRealtime()',
    );
  }
  const { messagesPerSecond, bufferSize } = { ...socketLimits, ...parts.limits };
  const cluster = openCluster(parts);
  const io = createServer(http, parts, cluster.adapter);
  refuseOtherUpgrades(http, `${io.path()}/`);
  const closed = (id: string): void => presence.forget(id);
  const rooms = new RoomManager(audienceOf(io, closed));
  const presence = new PresenceKeeper(io, rooms, { ...presenceTimes, ...parts.times });
  const limit = new MessageLimit(messagesPerSecond, parts.perAccount);
  const requests: RequestParts = {
    handlers: createHandlers(rooms, presence),
    count: (socket) => limit.request(socket),
    refresh: (socket) => refresh(parts.sessions, socket),
    report: parts.failed,
  };
  io.on('connection', (socket) => {
    watchPackets(socket, bufferSize);
    serveSocket(socket, limit, requests);
    socket.once('disconnect', () => presence.release(socket.id));
    bindToSession(parts.sessions, socket).catch((error: unknown) => {
      reportError(error);
      socket.disconnect(true);
    });
  });
  const news = memberNews(io, { rooms, audience: audienceOf(io.local, closed) });
  const stopFollowing = await followDatabase(io, parts, { ...cluster, news });
  presence.start();
  return {
    io,
    rooms,
    async close() {
      await Promise.all([stopFollowing(), presence.stop()]);
      io.local.disconnectSockets(true);
      await io.sockets.adapter.close();
      io.engine.close();
      await cluster.close();
    },
  };
}

/** Passes on what the database tells, and what our own code tells of access that has ended. */
async function followDatabase(
  io: RealtimeServer,
  { sessions, database }: RealtimeParts,
  { adapter, news }: Pick<Cluster, 'adapter'> & { readonly news: (rows: RowsChanged) => void },
): Promise<() => Promise<void>> {
  const feed = new TopicFeed(io);
  const revocation = followRevocations(io, sessions, adapter !== undefined);
  const stopEndings = onEnding(revocation.end);
  const stopListening = await database.listen({
    changed(rows) {
      feed.changed(rows);
      revocation.changed(rows);
      news(rows);
    },
    missed() {
      revocation.recheck();
      send(io.local, 'resync', {});
    },
  });
  return async () => {
    stopEndings();
    await stopListening();
    feed.stop();
  };
}
