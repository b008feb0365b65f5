import { beforeEach, describe, expect, it } from 'vitest';
import { Item, RegistryFactory } from './index';

interface INote {
  id: string;
  text: string;
  version: number;
}

const noteClass = () =>
  class Note extends Item<INote> {
    declare id: string;
    declare text: string;
    declare version: number;
    constructor(specs: Partial<INote> = {}) {
      super({
        entity: 'notes',
        properties: ['id', 'text', 'version'],
        generated: ['id', 'version'],
        ...specs,
      });
    }
  };

beforeEach(() => RegistryFactory.clearAll());

describe('what an item class declares', () => {
  it('[I-1] is its entity, whatever the data of the first instance say', () => {
    const Note = noteClass();
    expect(() => new Note({ id: '1', entity: 'users' } as object)).toThrow(/entity 'notes'/);
    expect(new Note({ id: '1' }).entity).toBe('notes');
    expect(() => new Note({ id: '1', entity: 'users' } as object)).toThrow(/entity 'notes'/);
  });

  it('[I-1] is its list of generated properties', () => {
    const Note = noteClass();
    const smuggled = { text: 'x', generated: ['id', 'version', 'text'] } as object;
    expect(() => new Note(smuggled)).toThrow(/generated/);
    expect(new Note({ text: 'x' }).isDraft).toBe(true);
    expect(() => new Note(smuggled)).toThrow(/generated/);
  });
});
