import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { type IncomingMessage, type RequestOptions, request, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { openLimitStore, type RateLimiter } from '@myapp/server/limits';
import { type Express, Router } from 'express';
import type { Logger } from 'pino';
import { ConflictError } from 'reactive/errors';
import { onTestFinished } from 'vitest';
import { type AppParts, createApp, type Limits } from './app';
import type { BodyTimes } from './limits/slow-bodies';
import { createLog } from './log';
import { drain, listen, urlOf } from './server';

/** What was logged, line by line. */
interface KeptLog {
  readonly log: Logger;
  readonly lines: Record<string, unknown>[];
}

function keepLog(written: (line: string) => void): KeptLog {
  const lines: Record<string, unknown>[] = [];
  const write = (line: string): void => {
    written(line);
    lines.push(JSON.parse(line));
  };
  return { log: createLog({ level: 'info' }, { write }), lines };
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

/** Refuses nobody. */
export const countless: RateLimiter = {
  consume: () => Promise.resolve(),
  giveBack: () => Promise.resolve(),
  forget: () => Promise.resolve(),
};

/** For tests that are about something else, which may send as much as they like. */
export const noLimits: Limits = {
  perAddress: countless,
  perAccount: countless,
  accountOf: () => undefined,
  lateness: () => 0,
  inFlight: { total: Number.POSITIVE_INFINITY, client: Number.POSITIVE_INFINITY },
};

/** Limits on requests in a minute, counted in memory as they are without a server. */
export async function limitsOf(points: number): Promise<Limits> {
  const store = await openLimitStore({});
  const limiter = (name: string): RateLimiter => store.limiter({ name, points, seconds: 60 });
  return { ...noLimits, perAddress: limiter('address'), perAccount: limiter('account') };
}

/** An app that runs on a free port. */
export interface RunningApp extends KeptLog {
  readonly url: string;
  readonly app: Express;
  readonly server: Server;
  readonly close: () => Promise<unknown>;
}

/** Where an app of a test listens, and who is told each line of its log as it is written. */
interface Running {
  readonly host?: string;
  readonly written?: (line: string) => void;
  readonly bodies?: BodyTimes;
}

/** Runs the whole app, over routes without a database unless told, until it is closed. */
export async function startApp(
  parts: Partial<AppParts> = {},
  { host = '127.0.0.1', written = () => {}, ...how }: Running = {},
): Promise<RunningApp> {
  const kept = keepLog(written);
  const app = createApp({
    log: kept.log,
    api: [sampleRoutes()],
    resources: [],
    scope: (_req, _res, next) => next(),
    identity: (_req, _res, next) => next(),
    demo: true,
    ping: () => Promise.resolve(),
    stopping: () => false,
    limits: noLimits,
    origins: {},
    trustedProxies: [],
    webFolder: '/nowhere',
    ...parts,
  });
  const server = await listen(app, { host, port: 0, ...how });
  return { ...kept, app, server, url: urlOf(server), close: () => drain(server, 0) };
}

/** As {@link startApp}, until the test ends. */
export async function runApp(parts: Partial<AppParts> = {}, where: Running = {}): Promise<RunningApp> {
  const running = await startApp(parts, where);
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

/** A request as Node sends it. */
export type AskOptions = RequestOptions;

/** An answer as Node reads it; `fetch` would choose the Host header by itself. */
export interface RawAnswer {
  readonly status: number | undefined;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

/** Sends one request with exactly these headers. */
export async function ask(url: string, options: AskOptions = {}): Promise<RawAnswer> {
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    request(url, options, resolve).on('error', reject).end();
  });
  return { status: response.statusCode, headers: response.headers, body: await text(response) };
}
