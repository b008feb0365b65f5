// @vitest-environment happy-dom
import { StrictMode, useEffect, useState } from 'react';
import { afterEach, describe, expect, it } from 'vitest';
import { RegistryFactory } from '../entities/item';
import { history } from '../history';
import { ReactiveModel } from '../model';
import { STATE } from '../model/symbols';
import { ReactiveArray } from '../structures/array';
import { modelOf, useModel } from './index';
import { Member, Members, Team } from './member.fixture';
import { change, show } from './render.fixture';

/** Counts the renders of a component that shows what `read` reads of a model. */
const reading = <M extends object>(read: (model: M) => unknown) => {
  const renders = { count: 0 };
  const Reader = ({ model }: { model: M }) => {
    renders.count++;
    return String(read(useModel(model)));
  };
  return { Reader, renders };
};

afterEach(() => RegistryFactory.clearAll());

describe('what a component subscribes to', () => {
  it('[V-1] renders again for a property that it read, and for no other', async () => {
    const member = new Member({ id: '1', name: 'Ada', role: 'user', score: 1 });
    const { Reader, renders } = reading<Member>(({ name }) => name);
    using screen = await show(<Reader model={member} />);
    await change(() => member.set({ role: 'admin', score: 2 }));
    expect(renders.count).toBe(1);
    await change(() => member.set({ name: 'Grace' }));
    expect(screen.text).toBe('Grace');
    expect(renders.count).toBe(2);
    await change(() => member.set({ name: 'Grace' }));
    expect(renders.count).toBe(2);
  });

  it('[V-1] renders again when a structure that it read has changed, on its own or inside a model', async () => {
    const tags = new ReactiveArray(['a']);
    const team = new ReactiveModel<{ tags: ReactiveArray<string>; name: string }>({
      properties: ['name', { name: 'tags', value: ReactiveArray }],
      name: 'Red',
      tags,
    });
    const own = reading<typeof tags>((list) => list.map((tag) => tag.toUpperCase()).join() + list[0]);
    const inside = reading<typeof team>((model) => [...model.getProperty('tags')].length);
    using screen = await show(<own.Reader model={tags} />);
    using other = await show(<inside.Reader model={team} />);
    await change(() => tags.push('b'));
    await change(() => team.set({ name: 'Blue' }));
    expect([screen.text, own.renders.count]).toEqual(['A,Ba', 2]);
    expect([other.text, inside.renders.count]).toEqual(['2', 2]);
  });

  it('[V-1] renders again when a history has something to undo', async () => {
    const member = new Member({ id: '1', name: 'Ada', role: 'user', score: 1 });
    const steps = history(member);
    const { Reader, renders } = reading<typeof steps>(({ canUndo, canRedo }) => `${canUndo} ${canRedo}`);
    using screen = await show(<Reader model={steps} />);
    await change(() => member.set({ score: 2 }));
    await change(() => member.set({ score: 3 }));
    expect([screen.text, renders.count]).toEqual(['true false', 2]);
    await change(() => steps.undo());
    expect([screen.text, renders.count]).toEqual(['true true', 3]);
  });

  it('[V-1] renders once for a change of several properties, and not for one that was taken back', async () => {
    const member = new Member({ id: '1', name: 'Ada', role: 'user', score: 1 });
    const { Reader, renders } = reading<Member>(({ name, score }) => `${name} ${score}`);
    using screen = await show(<Reader model={member} />);
    await change(() => member.set({ name: 'Grace', score: 7 }));
    expect(screen.text).toBe('Grace 7');
    expect(renders.count).toBe(2);
    await change(() =>
      member.transaction(() => {
        member.name = 'Nobody';
        member.name = 'Grace';
      }),
    );
    expect(renders.count).toBe(2);
  });

  it('[V-1] follows getters and methods of the class to the properties behind them', async () => {
    const member = new Member({ id: '1', name: 'Ada', role: 'user', score: 1 });
    const { Reader, renders } = reading<Member>(
      (each) => `${each.isAdmin} ${each.tags.join()} ${each.outranks({ score: 3 })}`,
    );
    using screen = await show(<Reader model={member} />);
    expect(screen.text).toBe('false user,score 1 false');
    await change(() => member.set({ name: 'Grace' }));
    expect(renders.count).toBe(1);
    await change(() => member.set({ role: 'admin' }));
    await change(() => member.set({ score: 4 }));
    expect(screen.text).toBe('true admin,score 4 true');
    expect(renders.count).toBe(3);
  });

  it('[V-1] follows computed properties, nested models and collections', async () => {
    const team = new Team({ name: 'Red', captain: new Member({ id: 'c', name: 'Ada' }) });
    const { Reader, renders } = reading<Team>(
      ({ captain, members, size }) =>
        `${captain.name} ${size} ${members.items.map(({ name }) => name).join()}`,
    );
    using screen = await show(<Reader model={team} />);
    expect(screen.text).toBe('Ada 0 ');
    await change(() => team.members.addItems([team.captain]));
    expect(screen.text).toBe('Ada 1 Ada');
    await change(() => team.captain.set({ name: 'Grace' }));
    expect(screen.text).toBe('Grace 1 Grace');
    await change(() => team.members.addItems([{ id: 'm', name: 'Alan' }]));
    expect(screen.text).toBe('Grace 2 Grace,Alan');
    await change(() => team.members.get('m')?.set({ name: 'Edsger' }));
    expect(screen.text).toBe('Grace 2 Grace,Edsger');
    const { count } = renders;
    await change(() => team.set({ name: 'Blue' }));
    await change(() => team.captain.set({ score: 9 }));
    expect(renders.count).toBe(count);
  });

  it("[V-1] follows facts about a model's life, and what is read of it as a whole", async () => {
    const member = new Member({ id: '1', name: 'Ada' });
    const { Reader } = reading<Member>(
      (each) => `${each.unpublished} ${each.changedProperties.join()} ${JSON.stringify(each)}`,
    );
    using screen = await show(<Reader model={member} />);
    await change(() => member.set({ score: 1 }));
    expect(screen.text).toBe('true score {"id":"1","name":"Ada","score":1}');
    await change(() => member.saveChanges());
    expect(screen.text).toBe('false  {"id":"1","name":"Ada","score":1}');
  });

  it('[V-1] follows an edit buffer: its values, its errors', async () => {
    const edit = new Member({ id: '1', name: 'Ada' }).edit();
    const { Reader } = reading<typeof edit>((each) => `${each.name} ${each.valid} ${each.unpublished}`);
    using screen = await show(<Reader model={edit} />);
    await change(() => edit.set({ name: 'Gr' }));
    expect(screen.text).toBe('Gr true true');
    await change(() => edit.revert());
    expect(screen.text).toBe('Ada true false');
  });

  it('[V-2] forgets what an earlier render has read', async () => {
    const member = new Member({ id: '1', name: 'Ada', role: 'user' });
    const { Reader, renders } = reading<Member>((each) => (each.isAdmin ? each.name : '–'));
    using screen = await show(<Reader model={member} />);
    await change(() => member.set({ role: 'admin' }));
    await change(() => member.set({ role: 'user' }));
    expect(renders.count).toBe(3);
    await change(() => member.set({ name: 'Grace' }));
    expect(renders.count).toBe(3);
    expect(screen.text).toBe('–');
  });

  it('[V-2] does not subscribe to what handlers and effects read', async () => {
    const member = new Member({ id: '1', name: 'Ada', score: 1 });
    const seen: unknown[] = [];
    let renders = 0;
    const Reader = () => {
      const view = useModel(member);
      renders++;
      useEffect(() => {
        seen.push(view.score);
      });
      return (
        <button type="button" onClick={() => seen.push(view.role)}>
          {view.name}
        </button>
      );
    };
    using screen = await show(<Reader />);
    await change(() => screen.element.querySelector('button')?.click());
    await change(() => member.set({ score: 2, role: 'admin' }));
    expect(renders).toBe(1);
    await change(() => screen.element.querySelector('button')?.click());
    expect(seen).toEqual([1, undefined, 'admin']);
  });
});

describe('the life of a component', () => {
  it('[V-3] renders as often under StrictMode, twice each, and is unsubscribed after it unmounts', async () => {
    const member = new Member({ id: '1', name: 'Ada' });
    const { Reader, renders } = reading<Member>(({ name }) => name);
    const screen = await show(
      <StrictMode>
        <Reader model={member} />
      </StrictMode>,
    );
    expect(renders.count).toBe(2);
    await change(() => member.set({ name: 'Grace' }));
    expect(screen.text).toBe('Grace');
    expect(renders.count).toBe(4);
    screen[Symbol.dispose]();
    await change(() => member.set({ name: 'Alan' }));
    expect(renders.count).toBe(4);
  });

  it('[V-4] follows another model as soon as it is given one', async () => {
    const [ada, grace] = [new Member({ id: '1', name: 'Ada' }), new Member({ id: '2', name: 'Grace' })];
    const { Reader, renders } = reading<Member>(({ name }) => name);
    using screen = await show(<Reader model={ada} />);
    await screen.show(<Reader model={grace} />);
    expect(screen.text).toBe('Grace');
    await change(() => ada.set({ name: 'Nobody' }));
    expect(renders.count).toBe(2);
    await change(() => grace.set({ name: 'Hopper' }));
    expect(screen.text).toBe('Hopper');
  });

  it('[V-4] may be given nothing', async () => {
    const Reader = ({ member }: { member: Member | undefined }) => useModel(member)?.name ?? 'nobody';
    using screen = await show(<Reader member={undefined} />);
    expect(screen.text).toBe('nobody');
    await screen.show(<Reader member={new Member({ id: '1', name: 'Ada' })} />);
    expect(screen.text).toBe('Ada');
  });

  it('[V-5] misses no change between a render and its commit', async () => {
    const member = new Member({ id: '1', name: 'Ada' });
    const { Reader } = reading<Member>(({ name }) => name);
    const Changer = () => {
      useState(() => queueMicrotask(() => undefined));
      useEffect(() => {
        member.name = 'Grace';
      }, []);
      return null;
    };
    // The effect of the first child runs before those of the second, which subscribe.
    using screen = await show(
      <>
        <Changer />
        <Reader model={member} />
      </>,
    );
    expect(screen.text).toBe('Grace');
  });
});

describe('the view', () => {
  it('[V-6] is the same until something that was read through it changes', async () => {
    const member = new Member({ id: '1', name: 'Ada', score: 1 });
    const views: Member[] = [];
    const Reader = ({ round }: { round: number }) => {
      const view = useModel(member);
      views.push(view);
      return `${view.name} ${round}`;
    };
    using screen = await show(<Reader round={1} />);
    await change(() => member.set({ score: 2 }));
    await screen.show(<Reader round={2} />);
    expect(views[1]).toBe(views[0]);
    await change(() => member.set({ name: 'Grace' }));
    expect(views).toHaveLength(3);
    expect(views[2]).not.toBe(views[0]);
  });

  it('[V-7] acts on the model: methods, assignments, private fields, instanceof', async () => {
    const member = new Member({ id: '1', name: 'Ada', score: 1 });
    const held: { view?: Member } = {};
    const Reader = () => {
      held.view = useModel(member);
      return held.view.name;
    };
    using screen = await show(<Reader />);
    const { view } = held;
    expect(view).toBeInstanceOf(Member);
    expect(view?.constructor).toBe(Member);
    expect([view?.greet(), member.greet()]).toEqual([1, 2]);
    await change(() => {
      if (view !== undefined) view.name = 'Grace';
    });
    expect(member.name).toBe('Grace');
    const { set } = view ?? member;
    await change(() => set({ name: 'Hopper' }));
    expect(screen.text).toBe('Hopper');
    expect(view?.outranks(view)).toBe(false);
    const members = new Members();
    members.addItems(view === undefined ? [] : [view]);
    expect(members.items[0]).toBe(member);
    expect([modelOf(view), modelOf(member), modelOf('text')]).toEqual([member, member, 'text']);
  });

  it('[V-7] given to another component it stands for its model', async () => {
    const member = new Member({ id: '1', name: 'Ada', score: 1 });
    const { Reader, renders } = reading<Member>(({ score }) => score);
    let outer = 0;
    const Outer = () => {
      outer++;
      const view = useModel(member);
      return (
        <p>
          {view.name} <Reader model={view} />
        </p>
      );
    };
    using screen = await show(<Outer />);
    await change(() => member.set({ score: 2 }));
    expect(screen.text).toBe('Ada 2');
    expect([outer, renders.count]).toEqual([1, 2]);
  });

  it('[V-7] shows the items of a collection one by one: in lists, by iterating, from its methods', async () => {
    const members = new Members();
    members.addItems([{ id: '1', name: 'Ada' }]);
    const held: { view?: Members } = {};
    const Reader = () => {
      held.view = useModel(members);
      const [first] = held.view;
      return `${first?.name} ${held.view.get('1')?.score} ${held.view.find(() => true)?.role}`;
    };
    using screen = await show(<Reader />);
    await change(() => members.items[0]?.set({ name: 'Grace', score: 7, role: 'admin' }));
    expect(screen.text).toBe('Grace 7 admin');
    const { view } = held;
    expect([...(view ?? [])][0]).toBe(view?.items[0]);
    expect(view?.get('1')).toBe(view?.items[0]);
    expect(view?.items).toBe(view?.items);
  });

  it('[V-8] leaves nothing subscribed to a model that no component shows', async () => {
    const member = new Member({ id: '1', name: 'Ada' });
    const { Reader } = reading<Member>(({ name }) => name);
    const screen = await show(<Reader model={member} />);
    await screen.show(null);
    const state = member[STATE];
    let fired = 0;
    state.listenersOrNew().add('change', () => fired++);
    member.name = 'Grace';
    expect(fired).toBe(1);
    expect(screen.text).toBe('');
    screen[Symbol.dispose]();
  });
});
