import { z } from 'zod';
import { ReactiveError } from '../errors';
import { HttpCollectionProvider, type HttpConnection, HttpItemProvider } from './index';
import { answer, answering, type Reply } from './reply.fixture';

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

/** An address that answers as told, a note unless told. */
export const api = (reply: Reply = answer(200, json)) => answering(reply);

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
