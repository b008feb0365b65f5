import { describe, expect, it } from 'vitest';
import { Scope } from '../../registry';
import { Crew, Person } from './crew.fixture';
import { scripted, settled } from './task.fixture';

/** A crew of which everything was edited, and is being published. */
const open = () => {
  const { Provider, calls } = scripted();
  const lead = { id: 'u', name: 'Ada' };
  const given = { base: { city: 'Turin', zip: '1' }, tags: ['x'], lead, members: [{ id: 'v', name: 'Vi' }] };
  const scope = new Scope();
  const crew = scope.run(() => new Crew({ id: '1', version: 1, title: 'a', ...given, provider: Provider }));
  const [member] = crew.members.items as [Person];
  crew.set({ title: 'b' });
  crew.base.city = 'Rome';
  crew.tags.push('y');
  crew.lead.name = 'Bob';
  member.name = 'Vera';
  const publishing = crew.publish();
  const end = async (data: object = {}): Promise<void> => {
    calls[0]?.answer({ status: 200, data });
    await publishing;
  };
  const load = async (row: object): Promise<void> => {
    const loading = crew.load();
    await settled();
    calls[1]?.answer({ id: '1', ...row });
    await loading;
  };
  const look = () => [crew.title, crew.base.city, [...crew.tags], crew.lead.name, member.name];
  const goBack = (): void => {
    crew.title = 'a';
    crew.base.city = 'Turin';
    crew.tags.pop();
    crew.lead.name = 'Ada';
    member.name = 'Vi';
  };
  return { scope, crew, calls, publishing, end, load, look, goBack };
};

const before = ['a', 'Turin', ['x'], 'Ada', 'Vi'];
const sent = ['b', 'Rome', ['x', 'y'], 'Bob', 'Vera'];
const elsewhere = {
  title: 'c',
  base: { city: 'Paris', zip: '2' },
  tags: ['z'],
  lead: { id: 'u', name: 'Cy' },
  members: [{ id: 'v', name: 'Vic' }],
};

describe('what an item holds, during its publish,', () => {
  it('[I-32] follows what the publish brings where it was reverted meanwhile', async () => {
    const { crew, end, look } = open();
    crew.revert();
    expect(look()).toEqual(before);
    await end();
    expect([look(), crew.unpublished]).toEqual([sent, false]);
  });

  it('[I-30] stays edited where it was edited back to the value before', async () => {
    const { crew, end, look, goBack } = open();
    goBack();
    await end();
    expect(look()).toEqual(before);
    expect(crew.changedProperties).toEqual(['title', 'base', 'tags', 'lead', 'members']);
    crew.revert();
    expect(look()).toEqual(sent);
  });

  it('[I-31] is not replaced by a load, whether it was sent or edited back; what was not edited follows that', async () => {
    for (const isBack of [false, true]) {
      const { crew, load, look, goBack } = open();
      if (isBack) goBack();
      await load(elsewhere);
      expect([look(), crew.base.zip]).toEqual([isBack ? before : sent, '2']);
      expect(crew.initialValues).toMatchObject(elsewhere);
    }
  });

  it('[I-31] is what was saved before, and edited, when the publish fails', async () => {
    const { crew, calls, publishing, load, look } = open();
    await load(elsewhere);
    calls[0]?.fail(new Error('lost'));
    await expect(publishing).rejects.toThrow('lost');
    expect([look(), crew.base.changedProperties]).toEqual([sent, ['city']]);
    crew.base.city = 'Paris';
    expect(crew.base.unpublished).toBe(false);
    const again = crew.load();
    calls.at(-1)?.answer({ id: '1', base: { city: 'Oslo' } });
    await again;
    expect(crew.base.city).toBe('Oslo');
  });

  it('[I-18] is not saved by a publish that is answered after a newer version', async () => {
    const { crew, end, load, look } = open();
    await load({ version: 5, ...elsewhere });
    await end({ version: 2, base: { city: 'Old' } });
    expect([crew.version, look()]).toEqual([5, ['c', 'Paris', ['z'], 'Cy', 'Vic']]);
    expect([crew.unpublished, crew.initialValues.base]).toEqual([false, elsewhere.base]);
  });

  it('[I-17] an item inside that has a newer version by itself keeps that', async () => {
    const { scope, crew, end } = open();
    // News that another side tells.
    scope.run(() => new Person({ id: 'u', version: 7, name: 'Newest' }));
    await end({ lead: { id: 'u', version: 3, name: 'Bob' } });
    expect([crew.title, crew.lead.name, crew.lead.version, crew.lead.unpublished]).toEqual([
      'b',
      'Newest',
      7,
      false,
    ]);
  });
});
