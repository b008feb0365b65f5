import { connect, createServer, type Socket } from 'node:net';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { openTestServerDatabase, type TestServerDatabase } from '../database/testing';
import { openLimitStore } from './index';
import { limitContract, passed, sharedLimitContract } from './limits.contract';

const redisUrl = process.env['TEST_REDIS_URL'] ?? 'redis://127.0.0.1:6379';

describe('in Redis', () => {
  const open = () => openLimitStore({ redisUrl });
  beforeAll(async () => {
    const redis = new Redis(redisUrl);
    await redis.ping();
    redis.disconnect();
  });
  limitContract(open);
  sharedLimitContract(open);

  it('counts for itself while Redis is away, and shares again once it is back', async () => {
    const { hostname, port } = new URL(redisUrl);
    const sockets = new Set<Socket>();
    const wire = createServer((client) => {
      const server = connect(Number(port || 6379), hostname);
      for (const socket of [client, server]) sockets.add(socket.on('error', () => {}));
      client.pipe(server).pipe(client);
    });
    const listen = (at: number) => new Promise<void>((resolve) => void wire.listen(at, '127.0.0.1', resolve));
    await listen(0);
    const address = wire.address();
    const at = typeof address === 'object' ? (address?.port ?? 0) : 0;
    const reported: Error[] = [];
    const store = await openLimitStore({
      redisUrl: `redis://127.0.0.1:${at}`,
      report: (error) => reported.push(error),
    });
    const other = await openLimitStore({ redisUrl });
    onTestFinished(async () => {
      await store.close();
      await other.close();
      for (const socket of sockets) socket.destroy();
      wire.close();
    });
    const limit = { name: `away ${Date.now()}`, points: 40, seconds: 60 };
    const [wired, direct] = [store.limiter(limit), other.limiter(limit)];
    const shared = () => passed(1, () => wired.consume('a'));
    await shared();
    wire.close();
    for (const socket of sockets) socket.destroy();
    await expect.poll(() => reported.length, { timeout: 5000 }).toBe(1);
    expect(await passed(100, () => wired.consume('b'))).toBe(40);
    await listen(at);
    expect(await passed(100, () => direct.consume('b'))).toBe(40);
    // Redis knows that this one is used up: refused again by it, not by memory, for a key memory has not seen.
    expect(await passed(100, () => direct.consume('c'))).toBe(40);
    await expect.poll(() => passed(1, () => wired.consume('c')), { timeout: 5000, interval: 200 }).toBe(0);
  });
});

describe('in PostgreSQL', () => {
  let database: TestServerDatabase;
  beforeAll(async () => {
    database = await openTestServerDatabase();
  });
  afterAll(() => database.close());
  const open = () => openLimitStore({ databaseUrl: database.url });
  limitContract(open);
  sharedLimitContract(open);

  it('keeps no account’s name', async () => {
    const rows = await database.prisma.rateLimit.findMany();
    expect(rows.length).toBeGreaterThan(10);
    expect(JSON.stringify(rows.map(({ key }) => key))).not.toContain('example.org');
  });
});
