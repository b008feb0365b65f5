import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { z } from 'zod';
import { ReactiveError } from '../errors';
import { serve } from '../node/serve.fixture';
import { HttpCollectionProvider, type HttpConnection, HttpItemProvider } from './index';

export interface Note {
  id: string;
  text: string;
  due: Date | null;
  version: number;
}

const schema = z.strictObject({
  id: z.string(),
  text: z.string(),
  due: z.date().nullable(),
  version: z.number(),
});

export class NoteProvider extends HttpItemProvider<Note> {
  protected override readonly path = '/api/notes';
  protected override readonly schema = schema;
}

export class NotesProvider extends HttpCollectionProvider<Note> {
  protected override readonly path = '/api/notes';
  protected override readonly schema = schema;
  protected override readonly item = NoteProvider;
}

export const due = '2024-05-01T10:00:00.000Z';
export const json = { id: 'a', text: 'hello', due, version: 3 };
export const note: Note = { ...json, due: new Date(due) };

interface Seen {
  readonly method: string | undefined;
  readonly url: string | undefined;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

export function answer(res: ServerResponse, status: number, body: unknown): void {
  const type = status < 400 ? 'application/json' : 'application/problem+json';
  res.writeHead(status, { 'Content-Type': type }).end(JSON.stringify(body));
}

/** A server that keeps what it was asked, and answers as told. */
export async function api(
  reply: RequestListener = (_req, res) => answer(res, 200, json),
): Promise<{ baseUrl: string; seen: Seen[] }> {
  const seen: Seen[] = [];
  const baseUrl = await serve((req, res) => {
    const { method, url, headers } = req;
    const keep = (body: string): void => {
      seen.push({ method, url, headers, body });
      reply(req, res);
    };
    text(req).then(keep, () => res.destroy());
  });
  return { baseUrl, seen };
}

export function provider(connection: HttpConnection): NoteProvider {
  return new (NoteProvider.using(connection))();
}

/** What a promise is rejected with. */
export async function failure(promise: Promise<unknown>): Promise<ReactiveError> {
  const thrown: unknown = await promise.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (!(thrown instanceof ReactiveError)) throw new Error(`Not rejected with one of ours: ${String(thrown)}`);
  return thrown;
}
