import { change, type Guard } from './guard';

const GATE = 'apps/api/sockets.ts';
const REALTIME = 'packages/server/realtime';
const gate = { project: 'unit', tests: ['apps/api/sockets.test.ts'] } as const;
const sockets = { project: 'unit', tests: [`${REALTIME}/gate.test.ts`] } as const;
const connections = { project: 'unit', tests: [`${REALTIME}/connection-limit.test.ts`] } as const;
const topics = { project: 'unit', tests: [`${REALTIME}/topics.test.ts`] } as const;
const rooms = { project: 'unit', tests: [`${REALTIME}/rooms/rooms.test.ts`] } as const;

/** Who has a socket, and what over it. */
export const socketGuards: readonly Guard[] = [
  {
    ...gate,
    name: 'sockets: names of this server only',
    changes: [change(GATE, 'if (refusal) throw refusal;', '')],
  },
  {
    ...gate,
    name: 'sockets: pages of this server only',
    changes: [change(GATE, 'requireTrusted(request.headers);', '')],
  },
  {
    ...gate,
    name: 'sockets: this machine only in demo mode',
    changes: [change(GATE, 'if (demo) requireLoopback(request.headers);', '')],
  },
  {
    ...gate,
    name: 'sockets: counted by address',
    changes: [change(GATE, 'await perAddress.consume(networkOf(addressOf(request)));', '')],
  },
  {
    ...sockets,
    name: 'sockets: asked before there is one',
    changes: [change(`${REALTIME}/admission.ts`, '    await admit(request);\n', '')],
    only: 'the handshake',
  },
  {
    ...sockets,
    name: 'sockets: end with the session, before that is answered',
    changes: [
      change(
        `${REALTIME}/revocation.ts`,
        'endHere(io, ending);\n      if (!isCluster) return;',
        'if (!isCluster) return;',
      ),
    ],
    only: 'a socket ends',
  },
  {
    ...sockets,
    name: 'sockets: end with what anything else has written',
    changes: [
      change(`${REALTIME}/revocation.ts`, 'for (const socket of touched) look(socket);', 'void touched;'),
    ],
    only: 'a socket ends',
  },
  {
    ...sockets,
    name: 'sockets: end with the role',
    changes: [change(`${REALTIME}/admission.ts`, 'found?.viewer.role !== viewer.role', '!found')],
    only: 'a socket ends',
  },
  {
    ...sockets,
    name: 'sockets: end when the session runs out',
    changes: [
      change(
        `${REALTIME}/admission.ts`,
        'setTimeout(() => socket.disconnect(true), Math.min(left, LONGEST))',
        'setTimeout(() => {}, Math.min(left, LONGEST))',
      ),
    ],
    only: 'a socket ends',
  },
  {
    ...sockets,
    name: 'sockets: requests of the form that they have',
    changes: [
      change(
        `${REALTIME}/requests.ts`,
        'if (!read.success) throw new ValidationError(undefined, { errors: fieldErrorsOf(read.error.issues) });',
        'if (!read.success) return sent as Received<Name>;',
      ),
    ],
    only: 'a request',
  },
  {
    ...sockets,
    name: 'sockets: number of messages',
    changes: [change(`${REALTIME}/requests.ts`, '  await count(socket);\n', '')],
    only: 'a request',
  },
  {
    ...sockets,
    name: 'sockets: number of messages of an account',
    changes: [
      change(
        `${REALTIME}/message-limit.ts`,
        'return this.#ofAccount.consume(socket.data.viewer.id).then(',
        'return Promise.resolve(this.#ofAccount).then(',
      ),
    ],
    only: 'a request',
  },
  {
    ...sockets,
    name: 'sockets: who goes on sending is let go',
    changes: [
      change(`${REALTIME}/message-limit.ts`, 'if (refused > MOST_REFUSALS) socket.disconnect(true);', ''),
      change(`${REALTIME}/connection-limit.ts`, 'received > most || ', ''),
    ],
    only: 'a request',
  },
  {
    ...connections,
    name: 'sockets: whose one is is asked once a connection',
    changes: [
      change(
        `${REALTIME}/connection-limit.ts`,
        '(hasAsked || asksElsewhere(packet))',
        'asksElsewhere(packet)',
      ),
    ],
  },
  {
    ...connections,
    name: 'sockets: who is refused has no connection',
    changes: [change(`${REALTIME}/realtime.ts`, 'if (refusal) closeRefused(socket.conn);', '')],
  },
  {
    ...connections,
    name: 'sockets: one namespace',
    changes: [change(`${REALTIME}/connection-limit.ts`, '(hasAsked || asksElsewhere(packet))', 'hasAsked')],
  },
  {
    ...connections,
    name: 'sockets: number of packets that are no messages',
    changes: [change(`${REALTIME}/connection-limit.ts`, 'received > most || ', '')],
  },
  {
    ...sockets,
    name: 'sockets: length of a message',
    changes: [
      change(
        `${REALTIME}/realtime.ts`,
        'maxHttpBufferSize: parts.limits?.messageSize ?? socketLimits.messageSize',
        'maxHttpBufferSize: 1e9',
      ),
    ],
    only: 'a request',
  },
  {
    ...sockets,
    name: 'sockets: number of topics',
    changes: [change(`${REALTIME}/handlers.ts`, 'socket.rooms.size >= MOST_GROUPS', 'false')],
    only: 'a request',
  },
  {
    ...sockets,
    name: 'sockets: topics of rows that one may read',
    changes: [change(`${REALTIME}/handlers.ts`, '      await authorizeTopic(topic);\n', '')],
    only: 'a topic',
  },
  {
    ...sockets,
    name: 'sockets: what waits for one that takes nothing',
    changes: [change(`${REALTIME}/realtime.ts`, 'limit(packet);', 'void limit;')],
    only: 'a client',
  },
  {
    ...rooms,
    name: 'rooms: what is done in one is for who is there',
    changes: [change(`${REALTIME}/realtime.ts`, ' || !socket.rooms.has(groups.room(read.data.id))', '')],
  },
  {
    ...topics,
    name: 'sockets: topics of rows that one may still read',
    changes: [
      change(
        `${REALTIME}/topics.ts`,
        'if (CAN_HIDE.has(kind)) for (const topic of followed) this.#access.changed(topic);',
        '',
      ),
    ],
  },
  {
    ...rooms,
    name: 'rooms: heard by who was let in only',
    changes: [
      change(
        `${REALTIME}/handlers.ts`,
        'const room = await rooms.join(id, visitor, async () => {',
        'await socket.join(groups.room(id));\n        const room = await rooms.join(id, visitor, async () => {',
      ),
    ],
    only: 'a room lets nobody hear',
  },
  {
    project: 'services',
    tests: [`${REALTIME}/rooms/rooms.services.test.ts`],
    name: 'rooms: number of one owner, however many at once',
    changes: [change(`${REALTIME}/rooms/room-manager.ts`, '      await roomStore.lockOwner(ownerId);\n', '')],
  },
];
