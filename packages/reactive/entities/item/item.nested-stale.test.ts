import { expect, it } from 'vitest';
import { z } from 'zod';
import { hydrate } from '../../hydration';
import { Scope } from '../../registry';
import { Crew, idsOf, Person, scoped } from './crew.fixture';
import { scripted, settled } from './task.fixture';

const ada = { id: 'u', name: 'Ada' };

/** A crew, and its leader by another object, each with its provider. */
const open = () => {
  const [crews, people] = [scripted(), scripted()];
  const { crew, lead } = scoped(() => ({
    crew: new Crew({ id: '1', lead: ada, members: [ada, { id: 'v' }], provider: crews.Provider }),
    lead: new Person({ id: 'u', provider: people.Provider }),
  }));
  return { crew, lead, crews, people };
};

const saved = (data: object = {}) => ({ status: 200, data });

it('[I-18] a row inside of what was asked for before an item was saved is too old for it', async () => {
  const { crew, lead, crews, people } = open();
  const loading = crew.load();
  await settled();
  const publishing = lead.publish({ name: 'Bob' });
  people.last().answer(saved());
  await publishing;
  crews.last().answer({ id: '1', lead: ada, members: [ada] });
  await loading;
  expect([lead.name, lead.unpublished, idsOf(crew.members)]).toEqual(['Bob', false, ['u']]);
  const again = crew.load();
  crews.last().answer({ id: '1', lead: { id: 'u', name: 'Cy' } });
  await again;
  expect(lead.name).toBe('Cy');
});

it('[I-18] so is one inside of the answer to a publish that began before', async () => {
  const { crew, lead, crews, people } = open();
  const publishing = crew.publish({ title: 'New' });
  const saving = lead.publish({ name: 'Bob' });
  people.last().answer(saved());
  await saving;
  crews.last().answer(saved({ id: '1', lead: ada }));
  await publishing;
  expect([crew.title, lead.name]).toEqual(['New', 'Bob']);
});

it.each([undefined, 'Bob'])(
  '[I-18] a load asked for before an item was saved with its holder is too old, and an answer about it counts: %s',
  async (name) => {
    const { crew, lead, crews, people } = open();
    const loading = lead.load();
    lead.name = 'bob';
    const publishing = crew.publish();
    const later = lead.load();
    crews
      .last()
      .answer(saved(name === undefined ? {} : { lead: { id: 'u', name }, members: [{ id: 'u', name }] }));
    await publishing;
    for (const call of people.calls) call.answer(ada);
    await Promise.all([loading, later]);
    expect([lead.name, lead.unpublished]).toEqual([name ?? 'bob', false]);
  },
);

it('[I-18] a load of an item that was sent unedited with its holder still counts', async () => {
  const { crew, lead, crews, people } = open();
  const loading = lead.load();
  (crew.members.get('v') as Person).name = 'Vi';
  const publishing = crew.publish();
  crews.last().answer(saved());
  await publishing;
  people.last().answer({ id: 'u', name: 'Zoe' });
  await loading;
  expect([lead.name, crew.unpublished]).toEqual(['Zoe', false]);
});

it('[I-18] what was deleted stays out of a list that was asked for before, and of none that is asked for later', async () => {
  const { crew, crews } = open();
  const loading = crew.load();
  await (crew.members.get('u') as Person).delete({ skipProvider: true });
  const row = { id: '1', members: [ada, { id: 'v' }] };
  crews.last().answer(row);
  await loading;
  expect([idsOf(crew.members), crew.lead.deleted]).toEqual([['v'], true]);
  const again = crew.load();
  crews.last().answer(row);
  await again;
  expect(idsOf(crew.members).sort()).toEqual(['u', 'v']);
});

it('[I-18] of deletions the last thousand are remembered', async () => {
  const { Provider, last } = scripted();
  const members = Array.from({ length: 1_001 }, (_, at) => ({ id: String(at) }));
  const crew = scoped(() => new Crew({ id: '1', members, provider: Provider }));
  const loading = crew.load();
  for (const member of crew.members.items) await member.delete({ skipProvider: true });
  last().answer({ id: '1', members });
  await loading;
  expect(idsOf(crew.members)).toEqual(['0']);
});

it('[Y-8] what was confirmed stays when it is hydrated inside of something else', async () => {
  const scope = new Scope();
  const lead = scope.run(() => new Person(ada));
  await lead.publish({ name: 'Bob' });
  const read = z.strictObject({ id: z.string(), lead: z.strictObject({ id: z.string(), name: z.string() }) });
  const rows = [{ id: '1', lead: ada }];
  const state = { version: 1, entities: [{ entity: 'crews', rows, partial: [], windows: [] }] };
  hydrate(scope, state, { entities: { crews: { item: Crew, read } } });
  expect([lead.name, scope.run(() => new Crew({ id: '1' })).lead.name]).toEqual(['Bob', 'Bob']);
});
