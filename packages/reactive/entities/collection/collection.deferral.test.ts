import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { effect } from '../../model';
import { currentScope, Scope } from '../../registry';
import { collectGarbage } from '../../registry/garbage.fixture';
import { Item, type ItemProvider, RegistryFactory } from '../item';
import { Collection } from './collection';
import type { CollectionProvider } from './types';

interface Note {
  id: string;
  text: string;
  size: number;
}

type Specs = Partial<Note>;

const PROPERTIES = ['id', 'text', 'size'] as const;

class Plain extends Item<Note> {
  declare id: string;
  declare text: string;
  declare size: number;

  constructor(specs: Specs = {}) {
    super({ entity: 'notes', properties: [...PROPERTIES], ...specs });
  }

  get isLong(): boolean {
    return this.size > 10;
  }
}

class Inherited extends Plain {
  shout(): string {
    return this.text.toUpperCase();
  }
}

const rows = (count: number): Note[] =>
  Array.from({ length: count }, (_, i) => ({ id: `n${i}`, text: `text ${i}`, size: i }));

const listOf = <I extends Plain>(item: new (specs?: Specs) => I) =>
  new Collection<I>({ entity: 'notes', item });

let made: string[] = [];

// Each does something that could be told from outside if it happened later, or not at all.
const derived = () =>
  class extends Plain {
    constructor(specs: Specs = {}) {
      super({ ...specs, size: (specs.text ?? '').length });
    }
  };
const cleaning = () => {
  const cleaned = (specs: Specs): Specs =>
    Object.fromEntries(
      Object.entries(specs).map(([key, value]) => [key, value === 'text 2' ? 'two' : value]),
    );
  return class extends Plain {
    constructor(specs: Specs = {}) {
      super({ ...cleaned(specs) });
    }
  };
};
const listening = () =>
  class extends Plain {
    constructor(specs: Specs = {}) {
      super({ ...specs });
      this.on('text.changed', ({ value }) => made.push(`heard ${value}`));
    }
  };
const writing = () =>
  class extends Plain {
    constructor(specs: Specs = {}) {
      super({ ...specs });
      this.size = 99;
    }
  };
const counting = () =>
  class extends Plain {
    constructor(specs: Specs = {}) {
      made.push(specs.id ?? '');
      super({ ...specs });
    }
  };
const withField = () =>
  class extends Plain {
    readonly made = made.push('field');
  };
const withPrivate = () =>
  class extends Plain {
    #secret = made.push('private');
    get secret(): number {
      return this.#secret;
    }
  };
const withDefault = () =>
  class extends Plain {
    constructor(specs: Specs = {}) {
      super({ text: `made ${made.push('default')}`, ...specs });
    }
  };

/** What can be told of a class after some of its items were added, one was changed and all were looked at. */
const outcome = (type: new (specs?: Specs) => Plain, isWarm: boolean): unknown => {
  const scope = new Scope();
  return scope.run(() => {
    const notes = listOf(type);
    if (isWarm) notes.setItems([{ id: 'first', text: 'first', size: 5 }]);
    made = [];
    notes.setItems(rows(3), true);
    const known = [...made];
    const [shown] = notes.filter(({ id }) => id === 'n1');
    shown?.set({ text: 'changed' });
    const values = notes.getItemProperties();
    scope.dispose();
    return { known, made: [...made], values };
  });
};

/** The same, where each item is made by hand. */
const expected = (type: new (specs?: Specs) => Plain): unknown => {
  const scope = new Scope();
  return scope.run(() => {
    made = [];
    const items = rows(3).map((row) => new type(row));
    const known = [...made];
    items[1]?.set({ text: 'changed' });
    const values = items.map((item) => item.getProperties());
    scope.dispose();
    return { known, made: [...made], values };
  });
};

beforeEach(() => RegistryFactory.clearAll());

describe('items that are made when somebody looks', () => {
  it.each<[string, () => new (specs?: Specs) => Plain]>([
    ['hands on what it is given', () => Plain],
    ['has no constructor of its own', () => Inherited],
    ['computes values', derived],
    ['cleans values', cleaning],
    ['listens', listening],
    ['writes', writing],
    ['counts', counting],
    ['has a field', withField],
    ['has a private field', withPrivate],
    ['has a default', withDefault],
  ])('[C-37] cannot be told from those made at once, of a class that %s', (_, make) => {
    const type = make();
    new Scope().run(() => new type({ id: 'x', text: 'x' }));
    expect(outcome(type, false)).toEqual(expected(type));
    expect(outcome(type, true)).toEqual(expected(type));
  });

  it('[C-37] are whole items of their class, always the same', () => {
    const notes = listOf(Inherited);
    notes.setItems(rows(30));
    const one = notes.get('n20');
    expect(one).toBeInstanceOf(Inherited);
    expect(one).toBe(notes.items[20]);
    expect(one).toBe([...notes][20]);
    expect(one?.isLong && one.shout()).toBe('TEXT 20');
    expect(Reflect.ownKeys(one ?? {})).toEqual(Reflect.ownKeys(new Inherited({ id: 'another' })));
    expect([one?.ready, one?.isDraft, one?.unpublished, one?.entity]).toEqual([true, false, false, 'notes']);
    const other = new Inherited({ id: 'n20' });
    one?.set({ text: 'new' });
    expect([other.text, other === one, notes.get('n20') === one]).toEqual(['new', false, true]);
  });

  it('[C-37] are told of, filtered and sorted before they exist', async () => {
    const notes = listOf(Plain);
    notes.setItems(rows(100));
    await notes.load({ where: { size: { gte: 50 } }, orderBy: { size: 'desc' }, limit: 3 });
    expect(notes.size).toBe(3);
    new Plain({ id: 'n10', size: 1000 });
    expect(notes.mapItems(({ id }) => id)).toEqual(['n10', 'n99', 'n98']);
    let seen: unknown;
    const stop = effect(() => {
      seen = notes.items[1]?.text;
    });
    notes.get('n99')?.set({ text: 'edited' });
    expect(seen).toBe('edited');
    stop();
  });

  it('[C-37] refuse values as those made at once do, and then nothing is known', () => {
    const notes = listOf(Plain);
    notes.setItems(rows(1), true);
    const unknown = { id: 'y', colour: 'red' } as Specs;
    expect(() => notes.addItems([{ id: 'x', text: 'x' }, unknown])).toThrow(/'colour' is not a property/);
    expect(() => notes.addItems([{ id: 'x' }, Object.assign({}, notes.items[0])])).toThrow(
      /not values but a model/,
    );
    expect(notes.has('x')).toBe(false);
    expect(currentScope().size).toBe(1);
    notes.addItems([{ id: 'z', text: undefined } as unknown as Specs]);
    expect(notes.get('z')?.text).toBeUndefined();
    expect(notes.get('z')?.ready).toBe(false);
  });

  it('[C-37] are saved through the provider of their collection', async () => {
    const saved: unknown[] = [];
    class NoteProvider implements ItemProvider<Note> {
      async publish(data: Partial<Note>) {
        saved.push(data);
        return { status: 200 };
      }
    }
    class NotesProvider implements CollectionProvider<Note> {
      readonly itemProvider = NoteProvider;
      async list() {
        return { items: rows(3).map((row) => ({ ...row, column: 'not ours' })), total: 3, next: null };
      }
    }
    const notes = new Collection<Plain, NotesProvider>({
      entity: 'notes',
      item: Plain,
      provider: NotesProvider,
    });
    await notes.load();
    const late = new Plain({ id: 'n2' });
    await late.publish({ text: 'late' });
    await notes.get('n1')?.publish({ text: 'saved' });
    expect(saved).toEqual([
      { id: 'n2', text: 'late' },
      { id: 'n1', text: 'saved' },
    ]);
  });
});

describe('what a collection lets go of', () => {
  const known = (): number => {
    collectGarbage();
    return currentScope().size;
  };
  let notes = listOf(Plain);

  beforeEach(() => {
    notes = listOf(Plain);
    notes.setItems(rows(50));
  });

  afterEach(() => notes.dispose());

  it('[C-38] is collected once it was taken out', async () => {
    expect(known()).toBe(50);
    notes.remove('n7');
    await expect.poll(known).toBe(49);
    notes.clear();
    await expect.poll(known).toBe(0);
  });

  it('[C-38] is collected with a collection that was disposed of, and shown until then', async () => {
    notes.dispose();
    new Collection<Plain>({ entity: 'notes', item: Plain }).dispose();
    expect([known(), notes.size, notes.has('n3'), notes.get('n3')?.text]).toEqual([50, 50, true, 'text 3']);
    notes = listOf(Plain);
    notes.clear();
    await expect.poll(known).toBe(0);
  });

  it('[C-38] is collected when a provider does not give it any more', async () => {
    let count = 40;
    class Provider implements CollectionProvider<Note> {
      async list() {
        return { items: rows(100).slice(60, 60 + count), total: count, next: null };
      }
    }
    const loaded = new Collection<Plain>({ entity: 'notes', item: Plain, provider: Provider });
    notes.dispose();
    notes = listOf(Plain);
    notes.clear();
    await loaded.load();
    notes.dispose();
    notes = loaded;
    count = 10;
    await loaded.load();
    await expect.poll(known).toBe(10);
  });
});
