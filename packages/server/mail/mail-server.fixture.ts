import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { SMTPServer } from 'smtp-server';
import { onTestFinished } from 'vitest';

/** A mail server that keeps what it is sent, until the test ends. */
export interface MailServer {
  readonly url: string;
  /** Whole messages, with their headers. */
  readonly received: string[];
}

/** Starts a mail server on a free port. */
export async function mailServer(): Promise<MailServer> {
  const received: string[] = [];
  const read = async (stream: Parameters<typeof text>[0]): Promise<void> => {
    received.push(await text(stream));
  };
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData(stream, _session, done) {
      void read(stream).finally(done);
    },
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => new Promise<void>((resolve) => server.close(() => resolve())));
  return { url: `smtp://127.0.0.1:${(server.server.address() as AddressInfo).port}`, received };
}
