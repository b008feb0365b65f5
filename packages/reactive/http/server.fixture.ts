import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { TestProject } from 'vitest/node';
import type { Reply, Seen } from './reply.fixture';

// A server of its own process for tests that run anywhere, a browser included: a test says beforehand, over HTTP,
// what its address is to answer, and asks afterwards what arrived there.

declare module 'vitest' {
  export interface ProvidedContext {
    /** Where the server of the HTTP tests listens. */
    readonly answering: string;
  }
}

interface Script {
  readonly reply: Reply;
  readonly seen: Seen[];
}

const scripts = new Map<string, Script>();

/** What a page of another origin needs to be let in. */
const allow = ({ headers }: IncomingMessage): Record<string, string> => ({
  'Access-Control-Allow-Origin': '*',
  'Access-Control-Allow-Methods': 'GET, POST, PATCH, DELETE',
  'Access-Control-Allow-Headers': headers['access-control-request-headers'] ?? '*',
  'Access-Control-Expose-Headers': '*',
});

const play = ({ status = 200, headers, body = '', after = 'end' }: Reply, res: ServerResponse): void => {
  if (after === 'silence') return;
  // Half an answer has promised more than it brings.
  res.writeHead(status, { ...headers, ...(after === 'end' ? {} : { 'Content-Length': '100' }) });
  if (after === 'end') res.end(body);
  else res.write(body);
  if (after === 'break') setImmediate(() => res.destroy());
};

const respond = async (req: IncomingMessage, res: ServerResponse): Promise<void> => {
  for (const [name, value] of Object.entries(allow(req))) res.setHeader(name, value);
  if (req.method === 'OPTIONS') {
    res.writeHead(204).end();
    return;
  }
  const body = await text(req);
  const [, task, id = '', ...rest] = (req.url ?? '').split('/');
  const script = scripts.get(id);
  if (task === 'told') {
    scripts.set(id, { reply: JSON.parse(body), seen: [] });
    res.writeHead(204).end();
  } else if (script === undefined) res.writeHead(500).end();
  else if (task === 'seen') res.end(JSON.stringify(script.seen));
  else {
    const { method, headers } = req;
    script.seen.push({ method, url: `/${rest.join('/')}`, headers, body });
    play(script.reply, res);
  }
};

export async function setup(project: TestProject): Promise<() => void> {
  const server = createServer((req, res) => void respond(req, res).catch(() => res.destroy()));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo; // it listens on TCP, so this is no pipe's name
  project.provide('answering', `http://127.0.0.1:${port}`);
  return () => {
    server.closeAllConnections();
    server.close();
  };
}
