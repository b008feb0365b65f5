import { describe, expect, it } from 'vitest';
import { Crew, idsOf, namesOf, type Person, scoped } from './crew.fixture';
import { scripted } from './task.fixture';

/** A crew that exists, its provider waiting for the test. */
const open = (specs: object = {}) => {
  const { Provider, calls, last } = scripted();
  const crew = scoped(() => new Crew({ id: '1', title: 'One', provider: Provider, ...specs }));
  const load = async (row: object): Promise<void> => {
    const loading = crew.load();
    last().answer({ id: '1', ...row });
    await loading;
  };
  return { crew, calls, last, load };
};

const row = { id: 'u', name: 'Ada', createdAt: 1 };

describe('rows inside of a row', () => {
  it('[I-80] may have columns that their classes do not declare, whether they are known or not', async () => {
    const { crew, load } = open();
    const base = { city: 'Turin', country: 'IT' };
    for (const name of ['Ada', 'Bob']) {
      await load({
        base,
        lead: { ...row, name },
        board: { chair: row, size: 1 },
        members: [{ ...row, name }],
      });
      expect([crew.base.city, crew.lead.name, crew.members.size]).toEqual(['Turin', name, 1]);
      expect([crew.base.isDraft, crew.lead.ready, crew.unpublished]).toEqual([false, true, false]);
    }
    await load({
      lead: { ...row, id: 'v' },
      members: [row, { ...row, id: 'w' }, { name: 'New', createdAt: 2 }],
    });
    expect([crew.lead.id, namesOf(crew.members)]).toEqual(['v', ['Ada', 'Ada', 'New']]);
  });

  it('[I-80] an id alone says nothing of an entity, and what is null is none', async () => {
    const { crew, load } = open();
    await load({ lead: { id: 'u' }, members: [{ id: 'v' }] });
    const [member] = crew.members.items as [Person];
    expect([crew.lead.id, crew.lead.ready, member.id, member.ready]).toEqual(['u', false, 'v', false]);
    await load({ lead: null, members: null });
    expect([crew.lead, crew.members, crew.unpublished]).toEqual([undefined, undefined, false]);
  });

  it.each([
    { lead: 'u' },
    { lead: { id: {}, name: 'Ada' } },
    { members: [row, null] },
    { members: {} },
    { board: { chair: 7 } },
  ])('[I-13] change nothing at all where one of them is none: %j', async (wrong) => {
    const { crew, load } = open({ lead: { id: 'u', name: 'Ada' } });
    const before = crew.getProperties();
    const answer = { title: 'Two', base: { city: 'Turin' }, members: [row], lead: row, ...wrong };
    await expect(load(answer)).rejects.toMatchObject({ code: 'validation' });
    expect(crew.getProperties()).toEqual(before);
    await load({ title: 'Three' });
    expect([crew.title, crew.lead.name]).toEqual(['Three', 'Ada']);
  });

  it('[I-44] a draft is created once, also where something in the answer cannot be taken in', async () => {
    const { crew, calls, last } = open({ id: undefined });
    const publishing = crew.publish();
    last().answer({ status: 200, data: { id: '7', title: 'Kept', lead: 'u', members: [row] } });
    await expect(publishing).rejects.toMatchObject({ code: 'validation' });
    expect([crew.id, crew.isDraft, crew.title, crew.unpublished]).toEqual(['7', false, 'One', false]);
    await crew.publish();
    expect([calls.length, idsOf(crew.members)]).toEqual([1, []]);
  });
});
