import { describe, expect, it } from 'vitest';
import { Collection } from '../entities/collection';
import { Item } from '../entities/item';
import { scripted } from '../entities/item/task.fixture';
import { Scope } from '../registry';
import { applyPatch, applySnapshot, onPatch, type Patch, snapshot } from './index';

interface IMember {
  id: string;
  name: string;
  note: string;
  upper: string;
}

class Member extends Item<IMember> {
  declare id: string;
  declare name: string;
  declare note: string;
  declare readonly upper: string;
  constructor(specs: object = {}) {
    super({
      entity: 'members',
      properties: ['id', 'name', 'note'],
      computed: [{ name: 'upper', dependencies: ['name'], compute: ({ name }) => name?.toUpperCase() }],
      ...specs,
    });
  }
  protected override beforeSet(values: Partial<IMember>) {
    if (values.name === 'refused') throw new RangeError('by the hook');
  }
}

class Members extends Collection<Member> {
  constructor(specs: object = {}) {
    super({ entity: 'members', item: Member, ...specs });
  }
}

class Club extends Item<{ id: string; members: Members }> {
  declare id: string;
  declare members: Members;
  constructor(specs: object = {}) {
    super({ entity: 'clubs', properties: ['id', { name: 'members', value: Members }], ...specs });
  }
}

const open = () => {
  const { Provider, last } = scripted();
  const members = [
    { id: 'a', name: 'Ada' },
    { id: 'b', name: 'Bob' },
  ];
  const club = new Scope().run(() => new Club({ id: '1', members, provider: Provider }));
  const [ada, bob] = club.members.items as [Member, Member];
  return { club, ada, bob, last };
};

describe('a list of items that an item holds', () => {
  it('[J-10] goes back to the state before by inverse patches and by a snapshot', () => {
    const { club, ada } = open();
    const inverses: (readonly Patch[])[] = [];
    onPatch(club, (_patches, inverse) => inverses.push(inverse));
    const before = snapshot(club);
    ada.set({ name: 'Grace', note: 'new' });
    expect(applyPatch(club, inverses[0] ?? [])).toBe(true);
    expect([ada.name, ada.note, club.unpublished]).toEqual(['Ada', undefined, false]);
    ada.set({ name: 'Grace', note: 'new' });
    expect(applySnapshot(club, before)).toBe(true);
    expect([snapshot(club), ada.name, ada.note, club.unpublished]).toEqual([before, 'Ada', undefined, false]);
  });

  it('[J-9] is edited by patches, which its items are asked about, and their hooks', () => {
    const { club, ada, bob } = open();
    const rename = (value: string) => applyPatch(club, [{ op: 'replace', path: '/members/1/name', value }]);
    expect(rename('Rob')).toBe(true);
    expect([ada.name, bob.name, bob.unpublished, club.changedProperties]).toEqual([
      'Ada',
      'Rob',
      true,
      ['members'],
    ]);
    expect(() => rename('refused')).toThrow('by the hook');
    expect([bob.name, club.members.items]).toEqual(['Rob', [ada, bob]]);
    bob.revert();
    expect(bob.name).toBe('Bob');
  });

  it('[J-1] is recorded and published without what is computed', async () => {
    const { club, ada, last } = open();
    expect(snapshot(club).members).toEqual([
      { id: 'a', name: 'Ada' },
      { id: 'b', name: 'Bob' },
    ]);
    ada.name = 'Eve';
    const publishing = club.publish();
    expect(last().args[0]).toEqual({
      id: '1',
      members: [
        { id: 'a', name: 'Eve' },
        { id: 'b', name: 'Bob' },
      ],
    });
    last().answer({ status: 200, data: {} });
    await publishing;
    expect(club.unpublished).toBe(false);
  });
});
