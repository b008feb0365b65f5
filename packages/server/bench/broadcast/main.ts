import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { io, type Socket } from 'socket.io-client';

// How many deliveries of a broadcast to 500 sockets a second of processor time buys: with socket.io alone, and with
// all that stands around it here. Interleaved, the same messages, each contender a process of its own.

const SOCKETS = 500;
const BROADCASTS = 100;
const ROUNDS = 7;

interface Contender {
  readonly name: string;
  readonly process: ChildProcess;
  readonly sockets: readonly Socket[];
  deliveries: number;
  readonly perSecond: number[];
}

async function told<Message>(child: ChildProcess): Promise<Message> {
  const [message] = (await once(child, 'message')) as [Message];
  return message;
}

async function start(name: string): Promise<Contender> {
  const child = fork(new URL('contender.ts', import.meta.url), [name], {
    execArgv: ['--conditions=source', '--import', 'tsx'],
  });
  const { url, token } = await told<{ url: string; token: string }>(child);
  const sockets: Socket[] = [];
  const contender: Contender = { name, process: child, sockets, deliveries: 0, perSecond: [] };
  for (let at = 0; at < SOCKETS; at++) {
    const socket = io(url, {
      transports: ['websocket'],
      forceNew: true,
      extraHeaders: token === '' ? {} : { authorization: `Bearer ${token}` },
    });
    socket.on('room:update', () => {
      contender.deliveries += 1;
    });
    await new Promise((resolve, reject) =>
      socket.once('connect', () => resolve(0)).once('connect_error', reject),
    );
    sockets.push(socket);
  }
  return contender;
}

async function measure(contender: Contender): Promise<number> {
  contender.deliveries = 0;
  contender.process.send({ broadcasts: BROADCASTS });
  const began = Date.now();
  while (contender.deliveries < SOCKETS * BROADCASTS) {
    if (Date.now() - began > 60_000)
      throw new Error(`${contender.name}: only ${contender.deliveries} were delivered`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  contender.process.send('cost');
  const { seconds } = await told<{ seconds: number }>(contender.process);
  return contender.deliveries / seconds;
}

const median = (figures: readonly number[]): number =>
  figures.toSorted((a, b) => a - b)[Math.floor(figures.length / 2)] ?? Number.NaN;

const contenders = [await start('bare'), await start('ours')] as const;
for (const contender of contenders) await measure(contender); // to warm up
for (let round = 0; round < ROUNDS; round++) {
  for (const contender of round % 2 === 0 ? contenders : contenders.toReversed()) {
    contender.perSecond.push(await measure(contender));
  }
}
const [bare, ours] = contenders.map(({ perSecond }) => median(perSecond)) as [number, number];
process.stdout.write(
  `${SOCKETS} sockets, ${BROADCASTS} broadcasts, ${ROUNDS} rounds: deliveries in a second of processor time\n` +
    `socket.io alone  ${Math.round(bare)}\nours             ${Math.round(ours)}\nours ÷ alone     ${(ours / bare).toFixed(2)}\n`,
);
for (const { process: child } of contenders) child.kill();
process.exit(0);
