import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { IRoom } from '@myapp/core/rooms';
import { requireScope } from 'reactive/node';
import { Server } from 'socket.io';
import { openTestDatabase } from '../../database/testing';
import { prisma } from '../../db';
import { openHost, sessions } from '../../realtime/host.fixture';
import { send } from '../../realtime/sockets';

// A process that tells many sockets of one room what becomes of it: with socket.io alone, or as we do. Its parent says
// how often, and is told what that has cost.

/** As large as a room of twenty people is. */
const PEOPLE = Array.from({ length: 20 }, (_, at) => `0199c2f0-0000-7000-8000-0000000000${at + 10}`);

const roomAt = (version: number): IRoom => ({
  id: '0199c2f0-0000-7000-8000-000000000001',
  name: 'Lobby',
  ownerId: PEOPLE[0] ?? '',
  isLocked: false,
  capacity: 100,
  participants: PEOPLE,
  presence: PEOPLE.map((userId) => ({ userId, name: 'Somebody', since: '2026-11-27T10:00:00.000Z' })),
  version,
});

const GROUP = 'room:bench';

interface Contender {
  readonly url: string;
  readonly token: string;
  readonly broadcast: (room: IRoom) => void;
}

async function bare(): Promise<Contender> {
  const http = createServer();
  const io = new Server(http, { transports: ['websocket'], serveClient: false });
  io.on('connection', (socket) => void socket.join(GROUP));
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(http.address() as AddressInfo).port}`,
    token: '',
    broadcast: (room) => io.to(GROUP).emit('room:update', room),
  };
}

async function ours(): Promise<Contender> {
  const database = await openTestDatabase();
  const { id } = await prisma.user.create({ data: { name: 'Ada', email: 'ada@example.org' } });
  const { token } = await sessions.createToken(id, { name: 'bench', expiresInDays: 1 });
  requireScope();
  const { url, realtime } = await openHost(database);
  realtime.io.on('connection', (socket) => void socket.join(GROUP));
  return { url, token, broadcast: (room) => send(realtime.io.to(GROUP), 'room:update', room) };
}

const { url, token, broadcast } = await (process.argv[2] === 'bare' ? bare() : ours());
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

let version = 0;
let before = process.cpuUsage();
const broadcastAll = async (broadcasts: number): Promise<void> => {
  for (let message = 0; message < broadcasts; message++) {
    broadcast(roomAt(++version));
    await turn();
  }
};
process.on('message', (asked: { broadcasts: number } | 'cost') => {
  if (asked === 'cost') {
    const { user, system } = process.cpuUsage(before);
    process.send?.({ seconds: (user + system) / 1e6 });
    return;
  }
  before = process.cpuUsage();
  void broadcastAll(asked.broadcasts);
});
process.send?.({ url, token });
