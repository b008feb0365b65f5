import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import { drain, listen, urlOf } from './server';

const HOST = '127.0.0.1';

describe('listen', () => {
  it('says what to do about a port that is taken', async () => {
    const server = await listen((_req, res) => res.end(), { host: HOST, port: 0 });
    onTestFinished(async () => {
      await drain(server, 0);
    });
    const port = Number(new URL(urlOf(server)).port);
    const taken = listen((_req, res) => res.end(), { host: HOST, port });
    await expect(taken).rejects.toThrow(
      new RegExp(`^Port ${port} is in use by another program: .*PORT=${port + 1} npx pnpm start$`),
    );
  });

  it('says what to do about an address that is not this machine’s', async () => {
    await expect(listen((_req, res) => res.end(), { host: '192.0.2.1', port: 0 })).rejects.toThrow(
      'HOST 192.0.2.1 is no address of this machine',
    );
  });

  it('tells the address that a browser opens', async () => {
    const server = await listen((_req, res) => res.end('hello'), { host: '::1', port: 0 });
    expect(await (await fetch(urlOf(server))).text()).toBe('hello');
    expect(urlOf(server)).toMatch(/^http:\/\/\[::1\]:\d+$/);
    await drain(server, 0);
  });

  it('gives a client so long as is documented', async () => {
    const server = await listen((_req, res) => res.end(), { host: HOST, port: 0 });
    await drain(server, 0);
    const { headersTimeout, requestTimeout, timeout } = server;
    expect({ headersTimeout, requestTimeout, timeout }).toEqual({
      headersTimeout: 10_000,
      requestTimeout: 1_030_000, // 20 MB, 20 kB a second
      timeout: 30_000,
    });
  });

  it.each([
    ['is not HTTP', 'hello\r\n\r\n', 400, 'validation'],
    ['is sent too slowly', 'GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow: ', 408, 'timeout'],
    [
      'expects what there is not',
      'PUT / HTTP/1.1\r\nHost: localhost\r\nExpect: tea\r\n\r\n',
      417,
      'validation',
    ],
    ['has an endless address', `GET /?${'x'.repeat(20_000)} HTTP/1.1\r\n`, 431, 'payload_too_large'],
  ] as const)('refuses what %s', async (...[, sent, status, code]) => {
    const server = await listen((_req, res) => res.end(), { host: HOST, port: 0 });
    onTestFinished(async () => {
      await drain(server, 0);
    });
    server.headersTimeout = 100; // as configured it would take ten seconds
    const socket = connect(Number(new URL(urlOf(server)).port), HOST);
    socket.write(sent);
    const answer = await text(socket);
    const [head = '', body = ''] = answer.split('\r\n\r\n');
    expect(head).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    expect(JSON.parse(body)).toMatchObject({ code, status });
  });
});

describe('drain', () => {
  it('lets requests finish, takes no new ones and leaves no connection open', async () => {
    let open = (): void => {};
    const opened = new Promise<void>((resolve) => {
      open = resolve;
    });
    const server = await listen((_req, res) => void opened.then(() => res.end('finished')), {
      host: HOST,
      port: 0,
    });
    const url = urlOf(server);
    const asked = fetch(url);
    await expect
      .poll(() => new Promise((resolve) => server.getConnections((_, count) => resolve(count))))
      .toBe(1);
    const drained = drain(server, 5_000);
    await expect(fetch(url)).rejects.toThrow('fetch failed');
    open();
    expect(await (await asked).text()).toBe('finished');
    expect(await drained).toBe(true);
  });

  it('cuts off at the deadline who takes too long', async () => {
    const server = await listen(() => {}, { host: HOST, port: 0 });
    const asked = fetch(urlOf(server)).catch((error: Error) => error.message);
    await sleep(50);
    expect(await drain(server, 100)).toBe(false);
    expect(await asked).toBe('fetch failed');
  });
});
