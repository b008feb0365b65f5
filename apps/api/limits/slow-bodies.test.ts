import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { Router } from 'express';
import { describe, expect, it, onTestFinished } from 'vitest';
import { runApp } from '../app.fixture';
import { bodyTimes, timeFor } from './slow-bodies';

const BODIES = { atLeast: 400, bytesPerSecond: 2000 };

const post = (path: string, rest: string) =>
  `POST /api/${path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n${rest}\r\n\r\n`;

/** Sends some of a request, and the rest in pieces; tells what was answered, and when it was closed, in milliseconds. */
async function send(sent: string, pieces: readonly string[] = [], options = {}) {
  const router = Router();
  router.all('/never', () => {});
  router.post('/short/1', (req, res) => void res.json({ length: JSON.stringify(req.body).length }));
  const { url, server } = await runApp({ api: [router] }, { bodies: BODIES });
  const since = performance.now();
  const socket: Socket = connect({ port: Number(new URL(url).port), host: '127.0.0.1', ...options });
  onTestFinished(() => void socket.destroy());
  let answer = '';
  socket
    .on('error', () => {})
    .on('data', (part) => {
      answer += part.toString();
    });
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
  socket.write(sent);
  for (const piece of pieces) {
    await sleep(25);
    if (!socket.writable) break;
    socket.write(piece);
  }
  const connections = () => promisify(server.getConnections).call(server);
  return { answer: () => answer, closed: closed.then(() => performance.now() - since), connections, socket };
}

describe('a body', () => {
  it('that is sent too slowly is answered by 408, long before a large one would have to be there', async () => {
    const { answer, closed } = await send(
      post('short/1', 'Content-Length: 90000'),
      Array.from({ length: 200 }, () => 'x'),
    );
    expect(await closed).toBeLessThan(3000);
    // Who goes on sending into a closed connection may lose the answer to the reset that follows.
    expect(answer()).toMatch(/^(HTTP\/1.1 408 |$)/);
  });

  it('has more time the more of it is there', async () => {
    const body = JSON.stringify('x'.repeat(3998));
    const pieces = body.match(/.{1,100}/g) ?? [];
    const { answer, socket } = await send(post('short/1', `Content-Length: ${body.length}`), pieces);
    await expect.poll(answer).toContain('{"length":4000}');
    expect(pieces.length * 25).toBeGreaterThan(2 * BODIES.atLeast);
    expect(socket.destroyed).toBe(false);
  });

  it('that nobody waits for any more has no more time, however fast it comes', async () => {
    const { answer, connections } = await send(
      post('short/1', 'Transfer-Encoding: chunked').replace('application/json', 'text/plain'),
      Array.from({ length: 200 }, () => `1000\r\n${'x'.repeat(0x1000)}\r\n`),
    );
    expect(answer()).toMatch(/^HTTP\/1.1 415 /);
    await expect.poll(connections).toBe(0);
  });

  it('keeps its connection for a moment only, though the client does not close it', async () => {
    const { answer, connections } = await send(
      post('never', 'Content-Length: 90000'),
      Array.from({ length: 150 }, () => 'x'),
      { allowHalfOpen: true },
    );
    expect(answer()).toMatch(/^HTTP\/1.1 408 /);
    await expect.poll(connections, { timeout: 5000 }).toBe(0);
  });

  it.each([
    ['and was read', `${post('never', 'Content-Length: 2')}""`],
    ['though nobody reads it', 'GET /api/never HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\n\r\n""'],
  ])('is left alone once it is there %s, however long its answer takes', async (_, sent) => {
    const { answer, socket } = await send(sent);
    await sleep(2 * BODIES.atLeast);
    expect([answer(), socket.destroyed]).toEqual(['', false]);
  });

  it('of 20 MB has about a quarter of an hour, one of a form half a minute', () => {
    expect(timeFor(20_000_000, bodyTimes)).toBe(1_030_000);
    expect(timeFor(100, bodyTimes)).toBe(30_005);
  });
});
