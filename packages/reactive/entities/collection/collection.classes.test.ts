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
  constructor(specs: Partial<IPet> & { provider?: typeof Register } = {}) {
    super({ entity: 'pets', properties: ['id', 'name'], ...specs });
  }

  /** Only cats have it. */
  get length(): number {
    return this.name.length;
  }
}

/** Creates what is the entity '1'. */
class Register {
  async publish(data: Partial<IPet>) {
    return { status: 201, data: { ...data, id: '1' } };
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
  constructor(specs: { provider?: typeof Shelter } = {}) {
    super({ entity: 'pets', item: Pet, ...specs });
  }
}

class Cats extends Collection<Cat> {
  constructor(specs: { provider?: typeof Shelter } = {}) {
    super({ entity: 'pets', item: Cat, ...specs });
  }
}

class Shelter {
  async list() {
    return {
      items: [
        { id: '1', name: 'Bubbles' },
        { id: '2', name: 'Tom' },
      ],
      total: 2,
      next: null,
    };
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

describe('collections of two classes of an entity with the same properties', () => {
  it('[I-4] show what both have loaded as items of their own class, whichever did last', async () => {
    const pets = new Pets({ provider: Shelter });
    const cats = new Cats({ provider: Shelter });
    const [pet] = await pets.load();
    const [cat] = await cats.load();
    expect([pet?.constructor, cat?.constructor]).toEqual([Pet, Cat]);
    pets.addItems([{ id: '3', name: 'Rex' }]);
    cats.addItems([{ id: '4', name: 'Garfield' }]);
    expect([names(pets), names(cats)]).toEqual([
      ['Bubbles', 'Tom', 'Rex'],
      ['Bubbles', 'Tom', 'Garfield'],
    ]);
    expect([pets.get('1') === pet, pets.items[0] === pet]).toEqual([true, true]);
    expect([cats.get('1') === cat, cats.items[0] === cat]).toEqual([true, true]);
    expect([...pets].every((each) => each instanceof Pet)).toBe(true);
    expect([...cats].every((each) => each instanceof Cat)).toBe(true);
  });

  it('[C-14] both follow what happens to the items of either', async () => {
    const pets = new Pets({ provider: Shelter });
    const cats = new Cats({ provider: Shelter });
    await pets.load({ where: { name: { in: ['Bubbles', 'Tom'] } } });
    await cats.load();
    cats.get('1')?.set({ name: 'Rex' });
    expect([names(pets), names(cats)]).toEqual([['Tom'], ['Rex', 'Tom']]);
    await cats.get('2')?.delete({ skipProvider: true });
    expect([names(pets), names(cats)]).toEqual([[], ['Rex']]);
  });

  it('[C-41] ask the items of their own class for what these compute', async () => {
    const pets = new Pets({ provider: Shelter });
    const cats = new Cats({ provider: Shelter });
    await pets.load();
    await cats.load({ orderBy: { length: 'asc' } } as never);
    await pets.reload();
    cats.get('1')?.set({ name: 'Bo' });
    expect(names(cats)).toEqual(['Bo', 'Tom']);
  });

  it('[C-1] show what another one has met as an item of their class', () => {
    const [cats, more] = [new Cats(), new Cats()];
    const pet = new Pet<IPet>({ id: '1', name: 'Tom' });
    let told = 0;
    more.on('items.changed', () => told++);
    cats.addItems([new Cat({ id: '1' })]);
    expect([told, more.get('1'), names(more)]).toEqual([1, cats.get('1'), [pet.name]]);
  });

  it('[I-47] show a draft of one that turns out to be what the other shows', async () => {
    const pets = new Pets({ provider: Shelter });
    const cats = new Cats();
    await pets.load();
    const [pet] = pets.items;
    const cat = new Cat({ name: 'Bubbles the cat', provider: Register });
    cats.addItems([cat]);
    await cat.publish();
    expect(pets.get('1')).toBe(pet);
    expect([names(pets), names(cats)]).toEqual([['Tom', 'Bubbles the cat'], ['Bubbles the cat']]);
    expect(cats.items).toEqual([cat]);
  });
});
