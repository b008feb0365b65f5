import { Collection, type CollectionProvider } from 'reactive/entities/collection';
import { Item, type ItemProvider, type ProviderClass } from 'reactive/entities/item';
import { DefinitionError, ReactiveError, setErrorReporter } from 'reactive/errors';
import { history } from 'reactive/history';
import { effect, ReactiveModel, transaction, UNPARSED } from 'reactive/model';
import { onPatch, snapshot } from 'reactive/patches';
import { fieldsOf, parseQuery } from 'reactive/query';
import { ReactiveArray } from 'reactive/structures/array';
import { memoryProvider } from 'reactive/testing';
import { z } from 'zod';

/** A program over what an application uses, for each output of the package: prints what it saw, as JSON. */

interface INote {
  id: string;
  text: string;
  tags: string[];
  createdAt: Date;
  updatedAt: Date;
  version: number;
}

const noteSchema = z.strictObject({
  id: z.string(),
  text: z.string().min(1, 'Too short'),
  tags: z.array(z.string()),
  createdAt: z.date(),
  updatedAt: z.date(),
  version: z.int(),
});

type INoteProvider = ItemProvider<INote>;

class Note extends Item<INote, INoteProvider> {
  declare id: string;
  declare text: string;
  declare tags: string[];
  declare createdAt: Date;
  declare updatedAt: Date;
  declare version: number;

  constructor(specs: Partial<INote> & { provider?: ProviderClass<INoteProvider> | undefined } = {}) {
    super({
      entity: 'notes',
      properties: ['id', 'text', 'tags', 'createdAt', 'updatedAt', 'version'],
      generated: ['id', 'createdAt', 'updatedAt', 'version'],
      ...specs,
    });
  }

  protected override get schema() {
    return noteSchema;
  }
}

class Notes extends Collection<Note, CollectionProvider<INote>> {
  constructor(provider: ProviderClass<CollectionProvider<INote>>) {
    super({ entity: 'notes', item: Note, provider });
  }
}

interface IPoint {
  x: number;
  y: number;
  distance?: number;
}

class Point extends ReactiveModel<IPoint> {
  declare x: number;
  declare y: number;
  declare distance: number;
  constructor(specs: Partial<IPoint> = {}) {
    super({
      properties: ['x', 'y'],
      computed: [{ name: 'distance', compute: (self: IPoint) => Math.hypot(self.x, self.y) }],
      ...specs,
    });
  }
}

class Forgetful extends ReactiveModel<{ x: number }> {
  x = 1;
  constructor(specs: Partial<{ x: number }> = {}) {
    super({ properties: ['x'], ...specs });
  }
}

const log: unknown[] = [];
const reports: unknown[] = [];
setErrorReporter((error) => reports.push(named(error)));

function named(error: unknown): unknown {
  // What is wrong with a definition is told in two ways, and printed apart.
  if (error instanceof DefinitionError) return [error.name, error.code];
  return error instanceof ReactiveError ? [error.name, error.code, error.message] : String(error);
}

function refusal(act: () => unknown): unknown {
  try {
    return { answered: act() };
  } catch (error) {
    return named(error);
  }
}

function sentence(act: () => unknown): string | undefined {
  try {
    act();
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function models(): void {
  const point = new Point({ x: 1, y: 2 });
  point.on('*', ({ event, payload }) => log.push([event, payload]));
  const stop = effect(() => log.push(['sum', point.x + point.y, point.distance]));
  transaction(() => {
    point.x = 5;
    point.set({ y: 6 });
  });
  log.push(
    refusal(() =>
      transaction(() => {
        point.x = 9;
        throw new Error('rolled back');
      }),
    ),
  );
  stop();
  log.push(snapshot(point), point.changedProperties, point.set({ z: 1 } as object));
  log.push(refusal(() => new Point({ z: 1 } as object)));
  log.push(refusal(() => new Point({ properties: ['x', 'y', 'isAdmin'] } as object)));
  log.push(refusal(() => new Point({ x: 1, [UNPARSED]: true } as object)));
  const steps = history(point);
  point.x = 7;
  steps.undo();
  log.push(point.x);
}

async function entities(): Promise<void> {
  const memory = memoryProvider<INote>({ schema: noteSchema, newId: idsFrom('n'), now: () => new Date(0) });
  const notes = new Notes(memory.CollectionProvider);
  await notes.load({ where: { text: { contains: 'e' } }, orderBy: { text: 'desc' }, limit: 2 });
  notes.on('items.changed', () => log.push(['shown', notes.mapItems((note) => note.text)]));
  for (const text of ['one', 'two', 'three', 'seven']) {
    const note = new Note({ text, tags: [text], provider: memory.ItemProvider });
    await note.publish();
  }
  const [first] = notes.items;
  first?.set({ text: 'eleven' });
  log.push(first?.getProperties(), notes.getTotal(), first?.validate({ text: '' }));
  first?.revert();
  await first?.delete();
  log.push(await new Note({ id: 'none', provider: memory.ItemProvider }).load().catch(named));
  log.push(refusal(() => parseQuery(fieldsOf(noteSchema), { where: { nonsense: 1 } })));
}

function idsFrom(letter: string): () => string {
  let count = 0;
  return () => `${letter}${++count}`;
}

function structures(): void {
  const list = new ReactiveArray<number>([3, 1, 2]);
  const patches: unknown[] = [];
  list.on('added', (change) => patches.push(change));
  list.push(4);
  list.sort();
  const stop = onPatch(new Point({ x: 1 }), () => undefined);
  stop();
  log.push([...list], patches);
}

async function slips(): Promise<unknown[]> {
  const found: unknown[] = [];
  const restore = setErrorReporter((error) => found.push(String(error)));
  const tags = ['a'];
  const note = new Note({ text: 'slips', tags, createdAt: new Date(0) });
  tags.push('b');
  note.createdAt.setTime(1);
  found.push(sentence(() => note.tags.push('c')));
  await new Promise((resolve) => setTimeout(resolve, 5));
  restore();
  return found;
}

models();
await entities();
structures();
const explained = sentence(() => new Point({ z: 1 } as object));
const development = await slips();
const undeclared = sentence(() => new Forgetful().set({ x: 2 }));
process.stdout.write(JSON.stringify({ log, reports, undeclared, explained, development }));
