import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { type IncomingMessage, type RequestOptions, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { Router } from 'express';
import pino, { type Logger } from 'pino';
import { ConflictError } from 'reactive/errors';
import { onTestFinished } from 'vitest';
import { type AppParts, createApp } from './app';
import { drain, listen, urlOf } from './server';

/** What was logged, line by line. */
interface KeptLog {
  readonly log: Logger;
  readonly lines: Record<string, unknown>[];
}

function keepLog(): KeptLog {
  const lines: Record<string, unknown>[] = [];
  const log = pino({ level: 'info' }, { write: (line: string) => lines.push(JSON.parse(line)) });
  return { log, lines };
}

/** Routes that fail and succeed as asked. */
function sampleRoutes(): Router {
  const router = Router();
  router.get('/long', (_req, res) => res.json({ text: 'long '.repeat(1000) }));
  router.get('/short/:id', (_req, res) => res.json({ text: 'short' }));
  router.post('/short/:id', (_req, res) => res.json({ text: 'changed' }));
  router.get('/conflict/:id', () => Promise.reject(new ConflictError('Taken')));
  router.get('/broken', () => Promise.reject(new Error('select secret')));
  return router;
}

/** An app that runs on a free port. */
export interface RunningApp extends KeptLog {
  readonly url: string;
  readonly close: () => Promise<unknown>;
}

/** Runs the whole app, over routes without a database unless told, until it is closed. */
export async function startApp(parts: Partial<AppParts> = {}): Promise<RunningApp> {
  const kept = keepLog();
  const app = createApp({
    log: kept.log,
    api: [sampleRoutes()],
    resources: [],
    scope: (_req, _res, next) => next(),
    ping: () => Promise.resolve(),
    stopping: () => false,
    webFolder: '/nowhere',
    ...parts,
  });
  const server = await listen(app, { host: '127.0.0.1', port: 0 });
  return { ...kept, url: urlOf(server), close: () => drain(server, 0) };
}

/** As {@link startApp}, until the test ends. */
export async function runApp(parts: Partial<AppParts> = {}): Promise<RunningApp> {
  const running = await startApp(parts);
  onTestFinished(async () => {
    await running.close();
  });
  return running;
}

/** A folder as Vite leaves it, removed when the test ends. */
export async function builtWebApp(index: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'web-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  await mkdir(join(folder, 'assets'));
  await writeFile(join(folder, 'index.html'), index);
  await writeFile(join(folder, 'assets/main-4f3a.js'), 'console.log(1)');
  await writeFile(join(folder, 'icon.svg'), '<svg/>');
  return folder;
}

/** An answer as Node reads it; `fetch` would choose the Host header by itself. */
export interface RawAnswer {
  readonly status: number | undefined;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

/** Sends one request with exactly these headers. */
export async function ask(url: string, options: RequestOptions = {}): Promise<RawAnswer> {
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    request(url, options, resolve).on('error', reject).end();
  });
  return { status: response.statusCode, headers: response.headers, body: await text(response) };
}
