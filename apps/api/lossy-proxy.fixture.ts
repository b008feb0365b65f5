import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** A way to a server on which answers get lost. */
export interface LossyProxy {
  readonly url: string;
  /** How many requests the server has answered, and how many of these answers never arrived. */
  readonly count: { delivered: number; lost: number };
  close(): Promise<void>;
}

const KEY = /^idempotency-key: *(\S+)/im;

/** The client that talks through a connection, and under which key. */
interface Talk {
  readonly client: Socket;
  key: string | undefined;
}

/**
 * Puts a proxy before `server` that cuts the connection in place of an answer, after the server has done what was
 * asked: `loses(nth)` says whether the nth answer under one key is lost. What carries no key is left alone.
 */
export async function lossyProxy(server: string, loses: (nth: number) => boolean): Promise<LossyProxy> {
  const { hostname, port } = new URL(server);
  const answered = new Map<string, number>();
  const count = { delivered: 0, lost: 0 };
  const sockets = new Set<Socket>();

  const answer = (talk: Talk, chunk: Buffer): void => {
    const { key } = talk;
    talk.key = undefined; // the rest of an answer follows its beginning
    if (key !== undefined) {
      const nth = (answered.get(key) ?? 0) + 1;
      answered.set(key, nth);
      count.delivered++;
      if (loses(nth)) {
        count.lost++;
        talk.client.destroy();
        return;
      }
    }
    talk.client.write(chunk);
  };

  const proxy = createServer((client) => {
    const upstream = connect(Number(port), hostname);
    const talk: Talk = { client, key: undefined };
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on('error', () => {});
    }
    client.on('data', (chunk) => {
      talk.key ??= KEY.exec(chunk.toString('latin1'))?.[1];
      upstream.write(chunk);
    });
    upstream.on('data', (chunk) => answer(talk, chunk));
    client.on('close', () => upstream.destroy());
    upstream.on('close', () => client.destroy());
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  const { port: own } = proxy.address() as AddressInfo; // it listens on TCP, so this is no pipe's name
  return {
    url: `http://127.0.0.1:${own}`,
    count,
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => proxy.close(resolve));
    },
  };
}
