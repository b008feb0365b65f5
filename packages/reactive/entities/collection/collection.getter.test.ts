import { beforeEach, expect, it } from 'vitest';
import { useReported } from '../../errors/reported.fixture';
import { effect } from '../../model';
import { Item, RegistryFactory } from '../item';
import { Collection } from './collection';

/** Sorted by what its name ends with, as long as it has one. */
class Named extends Item<{ id: string; name: string }> {
  declare id: string;
  declare name: string;

  constructor(specs: { id?: string; name?: string } = {}) {
    super({ entity: 'people', properties: ['id', 'name'], ...specs });
  }

  get surname(): string | undefined {
    return this.name.split(' ').at(-1);
  }
}

const reports = useReported();

beforeEach(() => RegistryFactory.clearAll());

const bySurname = async (...names: string[]): Promise<Collection<Named>> => {
  const people = new Collection<Named>({ entity: 'people', item: Named });
  people.setItems(names.map((name) => ({ id: name, name })));
  await people.load({ orderBy: { surname: 'asc' } } as never);
  return people;
};

const shown = (people: Collection<Named>): (string | undefined)[] => people.mapItems(({ id }) => id);

it('[C-41] a getter that throws in an order is reported, and counts as unknown', async () => {
  const people = await bySurname('Grace Hopper', 'Ada Lovelace');
  people.addItems([{ id: 'nameless' }]);
  expect(shown(people)).toEqual(['Grace Hopper', 'Ada Lovelace', 'nameless']);
  expect(reports.some((error) => error instanceof TypeError)).toBe(true);
  people.get('nameless')?.set({ name: 'Edsger Dijkstra' });
  expect(shown(people)).toEqual(['nameless', 'Grace Hopper', 'Ada Lovelace']);
});

it('[C-41] and whoever wrote, and everybody else, goes on as ever', async () => {
  const people = await bySurname('Grace Hopper', 'Ada Lovelace');
  const seen: unknown[] = [];
  const end = effect(() => seen.push(shown(people)));
  const ada = people.get('Ada Lovelace') as Named;
  ada.set({ name: undefined } as never);
  ada.name = undefined as never;
  const other = new Named({ id: 'other', name: 'Barbara' });
  const heard: string[] = [];
  other.on('name.changed', ({ value }) => heard.push(value));
  other.name = 'Frances';
  ada.name = 'Ada Byron';
  expect(heard).toEqual(['Frances']);
  expect(seen.at(-1)).toEqual(['Ada Lovelace', 'other', 'Grace Hopper']);
  end();
});
