import { connect, type Socket } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { drain, listen, urlOf } from '../server';

async function serve(connections: { total: number; client: number }, trustedProxies: readonly string[] = []) {
  const at = { host: '127.0.0.1', port: 0, connections, trustedProxies };
  const server = await listen((_req, res) => res.end(), at);
  onTestFinished(async () => {
    await drain(server, 0);
  });
  return Number(new URL(urlOf(server)).port);
}

/** Opens connections and waits until each is kept or closed. */
async function open(port: number, times: number, localAddress: string): Promise<Socket[]> {
  const sockets = Array.from({ length: times }, () =>
    connect({ port, host: '127.0.0.1', localAddress }).on('error', () => {}),
  );
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
  });
  const answered = (socket: Socket) =>
    new Promise<boolean>((resolve) => {
      socket.once('data', () => resolve(true)).once('close', () => resolve(false));
      socket.write('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n');
    });
  const kept = await Promise.all(sockets.map(answered));
  return sockets.filter((_, nth) => kept[nth]);
}

describe('connections', () => {
  it('are limited for each client, and free again when they are closed', async () => {
    const port = await serve({ total: 100, client: 5 });
    const kept = await open(port, 9, '127.0.0.2');
    expect(kept).toHaveLength(5);
    expect(await open(port, 3, '127.0.0.3')).toHaveLength(3);
    for (const socket of kept) socket.destroy();
    const again = async (): Promise<number> => {
      const opened = await open(port, 5, '127.0.0.2');
      for (const socket of opened) socket.destroy();
      return opened.length;
    };
    await expect.poll(again, { timeout: 5000 }).toBe(5);
  });

  it('are limited in all', async () => {
    const port = await serve({ total: 5, client: 4 });
    expect(await open(port, 4, '127.0.0.2')).toHaveLength(4);
    expect(await open(port, 4, '127.0.0.3')).toHaveLength(1);
  });

  it('of a trusted proxy are those of many', async () => {
    const port = await serve({ total: 100, client: 5 }, ['127.0.0.2/31']);
    expect(await open(port, 20, '127.0.0.2')).toHaveLength(20);
    expect(await open(port, 20, '127.0.0.4')).toHaveLength(5);
  });
});
