import { writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type RequestHandler, Router } from 'express';
import { describe, expect, it, onTestFinished } from 'vitest';
import { ask, builtWebApp, noLimits, runApp } from '../app.fixture';
import { watchLoop } from './event-loop';

/** A route whose answers wait until they are let go. */
function gate(): { route: RequestHandler; waiting: () => number; open: () => void } {
  const held: (() => void)[] = [];
  const router = Router();
  router.get('/held', (_req, res) => void held.push(() => res.json({ done: true })));
  return {
    route: router,
    waiting: () => held.length,
    open: () => held.splice(0).forEach((answer) => answer()),
  };
}

// Who is not refused waits for the gate.
describe('too many requests at once', { timeout: 10_000 }, () => {
  it('are refused: with 429 who sends them, with 503 whoever comes when the server is full', async () => {
    const { route, waiting, open } = gate();
    const limits = { ...noLimits, inFlight: { total: 5, client: 3 } };
    const { url } = await runApp({ api: [route], limits });
    const from = (localAddress: string) => ask(`${url}/api/held`, { localAddress });
    const first = [from('127.0.0.2'), from('127.0.0.2'), from('127.0.0.2')];
    await expect.poll(waiting).toBe(3);
    expect(await from('127.0.0.2')).toMatchObject({ status: 429, headers: { 'retry-after': '1' } });
    const second = [from('127.0.0.3'), from('127.0.0.3')];
    await expect.poll(waiting).toBe(5);
    const refused = await from('127.0.0.4');
    expect([refused.status, JSON.parse(refused.body).code]).toEqual([503, 'unavailable']);
    expect(refused.headers['retry-after']).toBe('1');
    expect((await ask(`${url}/readyz`)).status).toBe(200);
    open();
    for (const { status } of await Promise.all([...first, ...second])) expect(status).toBe(200);
    const again = [from('127.0.0.2'), from('127.0.0.2'), from('127.0.0.2')];
    await expect.poll(waiting).toBe(3);
    open();
    for (const { status } of await Promise.all(again)) expect(status).toBe(200);
  });

  it('leave their places when their clients go away', async () => {
    const { route, waiting } = gate();
    const { url } = await runApp({
      api: [route],
      limits: { ...noLimits, inFlight: { total: 3, client: 3 } },
    });
    const { port } = new URL(url);
    const sockets = [1, 2, 3].map(() => {
      const socket = connect(Number(port), '127.0.0.1').on('error', () => {});
      socket.write('GET /api/held HTTP/1.1\r\nHost: localhost\r\n\r\n');
      return socket;
    });
    await expect.poll(waiting).toBe(3);
    expect((await ask(`${url}/api/held`)).status).toBe(503);
    for (const socket of sockets) socket.destroy();
    await expect.poll(async () => (await ask(`${url}/api/none`)).status).toBe(404);
  });

  it('take no place while they are still being sent', async () => {
    const { url } = await runApp({ limits: { ...noLimits, inFlight: { total: 1, client: 1 } } });
    const { port } = new URL(url);
    for (let nth = 0; nth < 5; nth++) {
      const socket = connect(Number(port), '127.0.0.1').on('error', () => {});
      onTestFinished(() => void socket.destroy());
      socket.write(
        'POST /api/short/1 HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n{',
      );
    }
    await sleep(100);
    expect((await ask(`${url}/api/short/1`)).status).toBe(200);
  });
});

describe('files', () => {
  it('are sent a few at once to one client, also when it asks for all on one connection and takes none', async () => {
    const webFolder = await builtWebApp('<!doctype html>');
    await writeFile(join(webFolder, 'assets/large.js'), Buffer.alloc(10_000_000, ' '));
    const { url } = await runApp({ webFolder, limits: { ...noLimits, inFlight: { total: 9, client: 3 } } });
    const socket = connect(Number(new URL(url).port), '127.0.0.1')
      .on('error', () => {})
      .pause();
    socket.write('GET /assets/large.js HTTP/1.1\r\nHost: localhost\r\n\r\n'.repeat(20));
    await expect.poll(async () => (await ask(`${url}/icon.svg`)).status).toBe(429);
    expect((await ask(`${url}/icon.svg`, { localAddress: '127.0.0.2' })).status).toBe(200);
    expect((await ask(`${url}/api/short/1`)).status).toBe(200);
    socket.destroy();

    await expect.poll(async () => (await ask(`${url}/icon.svg`)).status).toBe(200);
  });
});

describe('a late event loop', () => {
  it('is answered for with 503 and Retry-After, but the process is said to live', async () => {
    let late = 501;
    const { url } = await runApp({ limits: { ...noLimits, lateness: () => late } });
    const { status, headers, body } = await ask(`${url}/api/short/1`);
    expect([status, headers['retry-after'], JSON.parse(body).code]).toEqual([503, '2', 'unavailable']);
    expect((await ask(`${url}/healthz`)).status).toBe(200);
    late = 499;
    expect((await ask(`${url}/api/short/1`)).status).toBe(200);
  });

  it('is noticed, and so is that it is in time again', async () => {
    const { lateness, stop } = watchLoop();
    onTestFinished(stop);
    const until = performance.now() + 2500;
    while (lateness() < 500 && performance.now() < until) {
      const blocked = performance.now() + 700;
      while (performance.now() < blocked);
      await sleep(1);
    }
    expect(lateness()).toBeGreaterThan(500);
    await expect.poll(lateness, { timeout: 10_000, interval: 300 }).toBeLessThan(250);
  });

  it('is not said of a start: what was before the first request counts for nothing', async () => {
    const { lateness, stop } = watchLoop();
    onTestFinished(stop);
    await sleep(50);
    const blocked = performance.now() + 1500;
    while (performance.now() < blocked);
    await sleep(50);
    expect(lateness()).toBe(0);
  });
});
