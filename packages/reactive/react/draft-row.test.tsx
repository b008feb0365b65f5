// @vitest-environment happy-dom
import { useEffect, useState } from 'react';
import { afterEach, describe, expect, it } from 'vitest';
import { deferred } from '../entities/collection/player.fixture';
import { RegistryFactory } from '../entities/item';
import type { ListResult } from '../query';
import { useCollection, useItems, useModel } from './index';
import { type IMember, Member, Members } from './member.fixture';
import { change, show } from './render.fixture';

afterEach(() => RegistryFactory.clearAll());

const rows: IMember[] = [
  { id: '1', name: 'Ada', role: 'user', score: 1 },
  { id: '3', name: 'Grace', role: 'user', score: 3 },
];

/** What publishing waits for. */
const open = () => {
  const answer = deferred<Partial<IMember>>();
  class MemberProvider {
    publish = async () => ({ status: 201, data: await answer.promise });
  }
  class MembersProvider {
    readonly itemProvider = MemberProvider;
    list = (): Promise<ListResult<IMember>> => Promise.resolve({ items: rows, total: 2, next: null });
  }
  return { answer, MemberProvider, MembersProvider };
};

let steps: string[] = [];

/** A row with a state of its own, which is lost when the row is mounted again. */
const Row = ({ member: given }: { readonly member: Member }) => {
  const { name, id, isDraft } = useModel(given);
  const [first] = useState(name);
  useEffect(() => {
    steps.push(`mount ${first}`);
    return () => void steps.push(`unmount ${first}`);
  }, [first]);
  return (
    <p>
      {name} {isDraft ? 'new' : id}
    </p>
  );
};

describe('the row of a draft', () => {
  it('[I-48] is not mounted again when the draft gets its id, nor are its neighbours', async () => {
    steps = [];
    const { answer, MemberProvider, MembersProvider } = open();
    const List = () => {
      const members = useItems(Members, { provider: MembersProvider }, { orderBy: { score: 'asc' } });
      return members.items.map((member) => <Row key={member.localKey} member={member} />);
    };
    using screen = await show(<List />);
    const draft = new Member({ name: 'New', role: 'user', score: 2, provider: MemberProvider });
    let published: Promise<unknown> | undefined;
    await change(() => (published = draft.publish()));
    expect(screen.text).toBe('Ada 1New newGrace 3');
    const before = [...screen.element.children];
    await change(() => answer.resolve({ id: '2', name: 'New' }));
    await published;
    expect(screen.text).toBe('Ada 1New 2Grace 3');
    expect([...screen.element.children]).toEqual(before);
    expect(screen.element.children[1]).toBe(before[1]);
    expect(steps).toEqual(['mount Ada', 'mount Grace', 'mount New']);
  });

  it('[I-48] with the id for its key it would be, so that the test above tests something', async () => {
    steps = [];
    const { answer, MemberProvider } = open();
    const members = new Members();
    const draft = new Member({ name: 'New', role: 'user', score: 2, provider: MemberProvider });
    members.addItems([draft]);
    const List = () =>
      useCollection(members).items.map((member) => <Row key={`${member.id}`} member={member} />);
    using screen = await show(<List />);
    const published = draft.publish();
    await change(() => answer.resolve({ id: '2' }));
    await change(() => published);
    expect(screen.text).toBe('New 2');
    await change(() => members.addItems([{ id: '4', name: 'Alan' }]));
    expect(steps).toEqual(['mount New', 'unmount New', 'mount New', 'mount Alan']);
  });
});
