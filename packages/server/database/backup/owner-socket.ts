import { createWriteStream } from 'node:fs';
import { chmod, rm } from 'node:fs/promises';
import { createServer, type IncomingMessage, request, type Server } from 'node:http';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { UnavailableError } from 'reactive/errors';

// The name of a socket has to fit into 104 bytes on some systems, with the zero at its end.
const LONGEST = 103;

/** The process that owns an embedded database hands out dumps of it while it works. */
export interface OwnerSocket {
  close(): Promise<void>;
}

function pathIn(folder: string): string {
  return join(folder, 'owner.sock');
}

/** Windows has no such sockets in folders, and a long name would be cut off without a word. */
function canListen(path: string): boolean {
  return process.platform !== 'win32' && Buffer.byteLength(path) <= LONGEST;
}

function listen(server: Server, path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(path, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

/**
 * Answers whoever may enter the data folder, which is its owner alone, with a dump: a socket in the file system is
 * reached from no network and by no web page. Call it only as the owner of the folder.
 */
export async function serveDumps(folder: string, dump: () => Promise<Uint8Array>): Promise<OwnerSocket> {
  const path = pathIn(folder);
  if (!canListen(path)) return { close: async () => {} };
  const server = createServer((_request, response) => {
    dump().then(
      (bytes) => response.writeHead(200, { 'Content-Length': bytes.length }).end(bytes),
      (error: unknown) => response.writeHead(500).end(error instanceof Error ? error.message : String(error)),
    );
  });
  await rm(path, { force: true }); // of an owner that was killed
  await listen(server, path);
  await chmod(path, 0o600);
  // A process that is about to end does not wait for somebody who might ask.
  server.unref();
  return {
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function ask(path: string): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    request({ socketPath: path, path: '/' }, resolve).once('error', reject).end();
  });
}

/**
 * Asks the owner of a folder for a dump and writes it to `file`.
 *
 * @throws UnavailableError when the owner does not answer, or ends in the middle
 */
export async function fetchDump(folder: string, file: string): Promise<void> {
  const path = pathIn(folder);
  const remedy = 'Stop that process and make the backup again: without an owner it is made from the files.';
  if (!canListen(path)) {
    throw new UnavailableError(`The owner of ${folder} can't be asked on this system or path. ${remedy}`);
  }
  try {
    const response = await ask(path);
    if (response.statusCode !== 200) throw new Error((await response.toArray()).join(''));
    await pipeline(response, createWriteStream(file));
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new UnavailableError(`The owner of ${folder} gave no backup: ${reason}. ${remedy}`, { cause });
  }
}
