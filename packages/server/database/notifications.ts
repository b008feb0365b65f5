import { setTimeout as sleep } from 'node:timers/promises';
import type { PGlite } from '@electric-sql/pglite';
import { Client } from 'pg';

/** What is told to whoever listens on a channel. */
export interface Listener {
  readonly heard: (payload: string) => void;
  /** Notifications may have been missed: the connection was lost, and is back. */
  readonly missed: () => void;
}

/** Ends the listening. */
export type StopListening = () => Promise<void>;

/** Milliseconds between two attempts to connect again. */
const PAUSE = 500;

/** Listens in the embedded database, which is lost only with this process. */
export async function listenEmbedded(
  engine: PGlite,
  channel: string,
  { heard }: Listener,
): Promise<StopListening> {
  const stop = await engine.listen(channel, heard);
  return () => stop();
}

class ServerListener {
  readonly #url: string;
  readonly #channel: string;
  readonly #listener: Listener;
  #client: Client | undefined;
  #stopped = false;

  constructor(url: string, channel: string, listener: Listener) {
    this.#url = url;
    this.#channel = channel;
    this.#listener = listener;
  }

  async connect(): Promise<void> {
    const client = new Client({
      connectionString: this.#url,
      application_name: 'myapp notifications',
      connectionTimeoutMillis: 5000,
      keepAlive: true,
    });
    client.on('notification', ({ payload = '' }) => this.#listener.heard(payload));
    client.on('error', () => {}); // 'end' follows
    await client.connect();
    await client.query(`LISTEN "${this.#channel}"`);
    client.once('end', () => void this.#reconnect());
    this.#client = client;
    if (this.#stopped) await client.end();
  }

  /** Until it works: nothing else would tell that it does again. */
  async #reconnect(): Promise<void> {
    while (!this.#stopped) {
      await sleep(PAUSE);
      try {
        await this.connect();
        return this.#listener.missed();
      } catch {
        // Tried again.
      }
    }
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#client?.end();
  }
}

/**
 * Listens on a connection of its own, and again when that was lost.
 *
 * @throws what the driver throws, when the first attempt fails
 */
export async function listenOnServer(
  url: string,
  channel: string,
  listener: Listener,
): Promise<StopListening> {
  const server = new ServerListener(url, channel, listener);
  await server.connect();
  return () => server.stop();
}
