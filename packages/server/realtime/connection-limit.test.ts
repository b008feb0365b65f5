import { setTimeout as sleep } from 'node:timers/promises';
import { Manager } from 'socket.io-client';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { openTestDatabase } from '../database/testing';
import type { Database } from '../db';
import { connect, makePerson, type RealtimeHost, serveRealtime, sessions } from './realtime.fixture';

let database: Database;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

/** A connection on which nobody has asked for a socket yet, and what was told on it. */
async function open({ url }: RealtimeHost, token?: string) {
  const manager = new Manager(url, {
    transports: ['websocket'],
    reconnection: false,
    autoConnect: false,
    ...(token !== undefined && { extraHeaders: { authorization: `Bearer ${token}` } }),
  });
  const told: string[] = [];
  const { engine } = await new Promise<Manager>((resolve, reject) => {
    manager.open((error) => (error ? reject(error) : resolve(manager)));
  });
  onTestFinished(() => void engine.close());
  engine.on('data', (data) => told.push(String(data)));
  const closed = new Promise<void>((resolve) => engine.once('close', () => resolve()));
  return { told, closed, send: (packet: string) => engine.write(packet) };
}

const NONSENSE = `${'a'.repeat(32)}.${'B'.repeat(43)}=`;

/** A token that is signed, and opens nothing any more. */
async function revokedToken(): Promise<string> {
  const { id, sessionId, token } = await makePerson('Ada');
  await sessions.end(id, sessionId);
  return token;
}

describe('a connection', () => {
  it.each<[string, () => Promise<string | undefined>]>([
    ['nobody', async () => undefined],
    ['nonsense', async () => NONSENSE],
    ['a session that has ended', revokedToken],
    ['somebody', async () => (await makePerson('Ada')).token],
  ])('is asked once whose it is, however often it asks to be let in: by %s', async (_who, tokenOf) => {
    const host = await serveRealtime(database);
    const connection = await open(host, await tokenOf());
    const find = vi.spyOn(sessions, 'find');
    onTestFinished(() => find.mockRestore());
    for (let nth = 0; nth < 500; nth += 1) connection.send('0');
    await connection.closed;
    await sleep(50);
    expect(find.mock.calls.length).toBeLessThanOrEqual(1);
    expect(connection.told.length).toBeLessThanOrEqual(1);
    expect(host.realtime.io.engine.clientsCount).toBe(0);
  });

  it('is closed once it was told that it is refused', async () => {
    const host = await serveRealtime(database);
    const connection = await open(host, NONSENSE);
    connection.send('0');
    const began = performance.now();
    await connection.closed;
    expect(performance.now() - began).toBeLessThan(2000); // one on which nobody asks is closed after ten seconds
    expect(connection.told).toEqual([expect.stringMatching(/^4\{.*unauthenticated/)]);
  });

  it('is closed that asks for what there is not', async () => {
    const host = await serveRealtime(database);
    const { token } = await makePerson('Ada');
    const connection = await open(host, token);
    connection.send('0/admin,');
    const began = performance.now();
    await connection.closed;
    expect(performance.now() - began).toBeLessThan(2000);
    expect(host.realtime.io.engine.clientsCount).toBe(0);
  });

  it('is cut off that sends too much of anything, though none of it is a message', async () => {
    const host = await serveRealtime(database);
    const { socket } = await connect(host, await makePerson('Ada'));
    const { engine } = socket.io;
    const closed = new Promise<void>((resolve) => engine.once('close', () => resolve()));
    for (let nth = 0; nth < 100; nth += 1) engine.write(`3${nth}[]`); // acknowledgements of nothing
    await sleep(50);
    expect(socket.connected).toBe(true);
    for (let nth = 0; nth < 200; nth += 1) engine.write(`3${nth}[]`);
    await closed;
  });
});
