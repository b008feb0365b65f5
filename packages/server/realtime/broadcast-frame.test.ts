import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestDatabase } from '../database/testing';
import type { Database } from '../db';
import { joinFrame } from './broadcast-frame';
import { connect, makePerson, serveRealtime } from './realtime.fixture';
import { groups, send } from './sockets';

const bytes = (...values: number[]): Uint8Array => Uint8Array.from(values);

describe('the frame of a broadcast', () => {
  it('is joined once for all who are sent it', () => {
    const options = { wsPreEncodedFrame: [bytes(1, 2), bytes(3)] };
    joinFrame({ options });
    const [joined] = options.wsPreEncodedFrame;
    joinFrame({ options });
    expect(options.wsPreEncodedFrame).toEqual([Buffer.from([1, 2, 3])]);
    expect(options.wsPreEncodedFrame[0]).toBe(joined);
  });

  it('is none of a packet that has not got one', () => {
    for (const packet of [{}, { options: {} }, { options: { wsPreEncodedFrame: [] } }]) {
      const before = structuredClone(packet);
      joinFrame(packet);
      expect(packet).toEqual(before);
    }
  });
});

describe('a broadcast', () => {
  let database: Database;
  beforeAll(async () => {
    database = await openTestDatabase();
  });
  afterAll(() => database.close());

  it('leaves in one piece, and comes to everybody as it was sent', async () => {
    const host = await serveRealtime(database);
    const pieces: number[] = [];
    host.realtime.io.on('connection', ({ conn }) =>
      conn.on('packetCreate', ({ options }: { options: { wsPreEncodedFrame?: unknown[] } }) => {
        if (options.wsPreEncodedFrame) pieces.push(options.wsPreEncodedFrame.length);
      }),
    );
    const people = await Promise.all(['Ada', 'Eve', 'Zoe'].map((name) => makePerson(name)));
    const sockets = await Promise.all(people.map((person) => connect(host, person)));
    const told = Promise.all(
      sockets.map(({ socket }) => new Promise((resolve) => socket.once('room:closed', resolve))),
    );
    host.realtime.io.socketsJoin(groups.room('0199c2f0-0000-7000-8000-000000000001'));
    const message = { id: '0199c2f0-0000-7000-8000-000000000001' };
    send(host.realtime.io.to(groups.room(message.id)), 'room:closed', message);
    expect(await told).toEqual([message, message, message]);
    expect(pieces).toEqual([1, 1, 1]);
  });
});
