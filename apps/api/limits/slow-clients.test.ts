import { connect, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { Router } from 'express';
import { describe, expect, it, onTestFinished } from 'vitest';
import { ask, type RunningApp, runApp } from '../app.fixture';

const SLOW = 20;
const HEAD = 'POST /api/short/1 HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n';

function open({ url }: RunningApp, sent: string): Socket {
  const socket = connect(Number(new URL(url).port), '127.0.0.1').on('error', () => {});
  onTestFinished(() => void socket.destroy());
  socket.write(sent);
  return socket;
}

/** Sends a byte now and then, as long as it is let. */
function drip(socket: Socket): void {
  const timer = setInterval(() => socket.write('x'), 50);
  socket.once('close', () => clearInterval(timer));
}

/** Asks again and again until told to stop; the result is every status it was answered with. */
function goodClient({ url }: RunningApp): () => Promise<ReadonlySet<number | undefined>> {
  const seen = new Set<number | undefined>();
  let going = true;
  const done = (async () => {
    while (going) {
      seen.add((await ask(`${url}/api/short/1`)).status);
      await sleep(10);
    }
  })();
  return async () => {
    going = false;
    await done;
    return seen;
  };
}

const connections = ({ server }: RunningApp): Promise<number> =>
  new Promise((resolve) => void server.getConnections((_, count) => resolve(count)));

/** As configured it would take ten seconds and thirty. */
function impatient(app: RunningApp): RunningApp {
  app.server.headersTimeout = 300;
  app.server.requestTimeout = 300;
  return app;
}

describe('a client that sends slowly', () => {
  it.each([
    ['its headers', 'GET /api/short/1 HTTP/1.1\r\nHost: localhost\r\nX-Slow: '],
    ['its body', `${HEAD}Content-Length: 90000\r\n\r\n"`],
    ['its body in chunks', `${HEAD}Transfer-Encoding: chunked\r\n\r\n1\r\n"\r\n`],
  ])('gets 408 for %s and is cut off, while others are served', async (_, sent) => {
    const app = impatient(await runApp());
    const stop = goodClient(app);
    const answers = await Promise.all(
      Array.from({ length: SLOW }, async () => {
        const socket = open(app, sent);
        if (!sent.includes('chunked')) drip(socket);
        return text(socket).catch(() => 'cut off');
      }),
    );
    expect(await stop()).toEqual(new Set([200]));
    // Who goes on sending into a closed connection may lose the answer to the reset that follows.
    expect(answers.filter((answer) => !/^HTTP\/1.1 408 |^cut off$/.test(answer))).toEqual([]);
    await expect.poll(() => connections(app), { timeout: 5000 }).toBeLessThanOrEqual(1);
  });
});

describe('a client that does not take its answer', () => {
  const LARGE = Buffer.alloc(10_000_000);

  it('is cut off when it makes no progress, while others are served', async () => {
    let asked = 0;
    const router = Router();
    router.get('/large', (_req, res) => {
      asked += 1;
      res.end(LARGE);
    });
    router.get('/short/1', (_req, res) => void res.json({}));
    const app = await runApp({ api: [router] });
    app.server.timeout = 1000;
    const stop = goodClient(app);
    const stalled = Array.from({ length: SLOW }, () =>
      open(app, 'GET /api/large HTTP/1.1\r\nHost: localhost\r\n\r\n').pause(),
    );
    await expect.poll(() => asked, { timeout: 5000 }).toBe(SLOW);
    await expect.poll(() => connections(app), { timeout: 10_000 }).toBeLessThanOrEqual(1);
    expect(await stop()).toEqual(new Set([200]));
    expect(stalled.every(({ bytesRead }) => bytesRead < LARGE.length)).toBe(true);
  });

  it('is left alone as long as it takes some', async () => {
    const router = Router();
    router.get('/large', (_req, res) => void res.end(LARGE));
    const app = await runApp({ api: [router] });
    app.server.timeout = 2000;
    const socket = open(app, 'GET /api/large HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n');
    let received = 0;
    for await (const chunk of socket) {
      received += chunk.length;
      if (received < 5_000_000) await sleep(10);
    }
    expect(received).toBeGreaterThan(LARGE.length);
  });
});

describe('a body past the limit', () => {
  const json = { 'Content-Type': 'application/json' };
  const post = (url: string, body: BodyInit, headers: Record<string, string> = {}) =>
    fetch(`${url}/api/short/1`, { method: 'POST', body, headers: { ...json, ...headers } });

  it('is refused before it takes memory, however small it was made', async () => {
    const { url } = await runApp();
    const bomb = gzipSync(Buffer.alloc(200_000_000, ' '));
    expect((await post(url, `"${'x'.repeat(101_000)}"`)).status).toBe(413);
    const before = process.memoryUsage().rss;
    let most = 0;
    for (let nth = 0; nth < 20; nth++) {
      const { status } = await post(url, bomb, { 'Content-Encoding': 'gzip' });
      expect(status).toBe(413);
      most = Math.max(most, process.memoryUsage().rss - before);
    }
    expect(most).toBeLessThan(100_000_000); // 4,000 MB were sent
    expect((await ask(`${url}/api/short/1`)).status).toBe(200);
  });

  it('that never ends is cut off, and takes no memory until then', async () => {
    const app = impatient(await runApp());
    const stop = goodClient(app);
    const before = process.memoryUsage().rss;
    const socket = open(app, `${HEAD}Transfer-Encoding: chunked\r\n\r\n`);
    const chunk = `10000\r\n${'x'.repeat(0x1_00_00)}\r\n`;
    const timer = setInterval(() => {
      if (socket.writable && socket.writableLength === 0) socket.write(chunk);
    }, 1);
    const answer = await text(socket).catch(() => 'cut off');
    clearInterval(timer);
    expect(answer).toMatch(/^HTTP\/1.1 (408|413) |^cut off$/);
    expect(process.memoryUsage().rss - before).toBeLessThan(100_000_000);
    expect(await stop()).toEqual(new Set([200]));
  });
});
