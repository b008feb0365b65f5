import { beforeEach, describe, expect, it } from 'vitest';
import { Scope } from '../../registry';
import { Item, RegistryFactory } from '../item';
import { Collection } from './collection';

interface IPet {
  id: string;
  name: string;
}

class Pet<T extends IPet = IPet> extends Item<T> {
  declare id: string;
  declare name: string;
  constructor(specs: Partial<T> & { properties?: string[] } = {}) {
    super({ entity: 'pets', properties: ['id', 'name'], ...specs } as never);
  }
}

/** Another class with the same properties. */
class Cat extends Item<IPet> {
  declare id: string;
  declare name: string;
  constructor(specs: Partial<IPet> = {}) {
    super({ entity: 'pets', properties: ['id', 'name'], ...specs });
  }
}

interface IDog extends IPet {
  breed: string;
}

/** A class of pets with properties of its own. */
class Dog extends Pet<IDog> {
  declare breed: string;
  constructor(specs: Partial<IDog> = {}) {
    super({ properties: ['id', 'name', 'breed'], ...specs });
  }
}

class Pets extends Collection<Pet> {
  constructor() {
    super({ entity: 'pets', item: Pet });
  }
}

class Cats extends Collection<Cat> {
  constructor() {
    super({ entity: 'pets', item: Cat });
  }
}

const names = (list: Iterable<{ name: string }>): string[] => [...list].map(({ name }) => name);

beforeEach(() => RegistryFactory.clearAll());

describe('a collection of one class of an entity', () => {
  it.each([
    ['that follows', true],
    ['that is made later', false],
  ])('[C-28] %s shows its items, those of classes derived from it, and no others', (_what, isFirst) => {
    const early = isFirst ? [new Pets(), new Cats()] : undefined;
    const kept = [
      new Pet({ id: '1', name: 'Bubbles' }),
      new Cat({ id: '2', name: 'Tom' }),
      new Dog({ id: '3', name: 'Spike', breed: 'Bulldog' }),
    ];
    const [pets, cats] = early ?? [new Pets(), new Cats()];
    expect(kept).toHaveLength(3);
    expect([names(pets as Pets), names(cats as Cats)]).toEqual([['Bubbles', 'Spike'], ['Tom']]);
  });

  it('[C-22] shows an entity that was met as another class as the item that is added', () => {
    const cats = new Cats();
    const pet = new Pet<IPet>({ id: '1', name: 'Tom' });
    const cat = new Cat({ id: '1' });
    expect(cats.items).toEqual([]);
    cats.addItems([cat]);
    expect(cats.items).toEqual([cat]);
    pet.set({ name: 'Tom the cat' });
    expect([cats.get('1') instanceof Cat, names(cats)]).toEqual([true, ['Tom the cat']]);
  });

  it('[C-33] shows an entity once, as the class that it was met as last', () => {
    const scope = new Scope();
    const pets = scope.run(() => new Pets());
    const first = scope.run(() => new Pet<IPet>({ id: '1', name: 'Rex' }));
    const other = scope.run(() => new Pet<IPet>({ id: '2', name: 'Bubbles' }));
    expect(pets.items).toEqual([first, other]);
    const dog = scope.run(() => new Dog({ id: '1', name: 'Rex the dog', breed: 'Boxer' }));
    expect(names(pets)).toEqual(['Bubbles', 'Rex the dog']);
    expect(pets.get('1')).toBe(dog);
    first.set({ name: 'Rex the former' });
    expect(names(pets)).toEqual(['Bubbles', 'Rex the dog']);
  });
});
