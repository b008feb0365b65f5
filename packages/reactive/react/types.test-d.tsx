import { describe, expectTypeOf, it } from 'vitest';
import { useCollection, useItem, useItems, useModel } from './index';
import type { IMember } from './member.fixture';
import { Member, Members } from './member.fixture';

class MemberProvider {
  load = (id: string): Promise<IMember> => Promise.reject(new Error(id));
}

class MembersProvider {
  list = (): Promise<{ items: IMember[] }> => Promise.resolve({ items: [] });
}

describe('types of the hooks', () => {
  it('[V-19] a view has the type of its model', () => {
    expectTypeOf(useModel<Member>).returns.toEqualTypeOf<Member>();
    expectTypeOf(useModel<Member | undefined>).returns.toEqualTypeOf<Member | undefined>();
    expectTypeOf(useCollection<Members>).returns.toEqualTypeOf<Members>();
    // @ts-expect-error a text is no model
    useModel('member');
  });

  it('[V-19] useItem gives what the class makes, and takes what it takes, with an id', () => {
    const member = useItem(Member, { id: '1', provider: MemberProvider });
    expectTypeOf(member).toEqualTypeOf<Member>();
    // @ts-expect-error an id is needed
    useItem(Member, { provider: MemberProvider });
    // @ts-expect-error a provider of collections provides no item
    useItem(Member, { id: '1', provider: MembersProvider, score: 'many' });
    // @ts-expect-error ids of members are texts
    useItem(Member, { id: 1, provider: MemberProvider });
  });

  it('[V-19] useItems checks what is asked for by the fields of the items', () => {
    const members = useItems(
      Members,
      { provider: MembersProvider },
      { where: { role: 'admin' }, orderBy: { name: 'asc' }, limit: 5 },
    );
    expectTypeOf(members).toEqualTypeOf<Members>();
    // @ts-expect-error there is no such role
    useItems(Members, { provider: MembersProvider }, { where: { role: 'owner' } });
    // @ts-expect-error members have no such field
    useItems(Members, { provider: MembersProvider }, { orderBy: { age: 'asc' } });
    // @ts-expect-error the hook gives up by itself
    useItems(Members, { provider: MembersProvider }, { signal: new AbortController().signal });
  });
});
