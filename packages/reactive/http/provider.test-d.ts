import { expectTypeOf, test } from 'vitest';
import { z } from 'zod';
import type { ItemProvider } from '../entities/item';
import type { ListResult } from '../query';
import { HttpCollectionProvider, HttpItemProvider } from './index';

interface Note {
  id: string;
  text: string;
}
const schema = z.object({ id: z.string(), text: z.string() });

class NoteProvider extends HttpItemProvider<Note> {
  protected override readonly path = '/notes';
  protected override readonly schema = schema;
}

class NotesProvider extends HttpCollectionProvider<Note> {
  protected override readonly path = '/notes';
  protected override readonly schema = schema;
  protected override readonly item = NoteProvider;
}

test('[H-2] an HTTP provider is a provider of its entity', () => {
  expectTypeOf<NoteProvider>().toExtend<ItemProvider<Note>>();
  expectTypeOf<NoteProvider['load']>().returns.toEqualTypeOf<Promise<Note>>();
  expectTypeOf<Parameters<NoteProvider['load']>[0]>().toEqualTypeOf<string>();
  expectTypeOf<NotesProvider['list']>().returns.toEqualTypeOf<Promise<ListResult<Note>>>();
  const notes = new NotesProvider();
  void notes.list({ where: { text: { contains: 'a' } }, orderBy: { id: 'asc' } });
  // @ts-expect-error a note has no such field
  void notes.list({ where: { colour: 'red' } });
});

test('[H-8] another connection is the same class', () => {
  expectTypeOf(NoteProvider.using({ timeout: 1 })).toEqualTypeOf<typeof NoteProvider>();
  // @ts-expect-error there is no such setting
  NoteProvider.using({ timeOut: 1 });
});
