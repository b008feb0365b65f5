import { describe, expect, it } from 'vitest';
import { type PropertyChange, ReactiveModel, transaction } from './index';
import { lobby } from './room.fixture';
import { Node, Team } from './team.fixture';

/** A model that holds two teams, which may have a room in common. */
class Club extends ReactiveModel<{ first: Team; second: Team }> {
  declare first: Team;
  declare second: Team;

  constructor(specs: Partial<{ first: Team; second: Team }> = {}) {
    const held = ['first', 'second'] as const;
    super({ properties: held.map((name) => ({ name, value: Team })), ...specs });
  }
}

type Heard = [event: string, paths: readonly string[] | undefined];

/** What is told of the properties of a model, with the paths of what was written. */
const hear = (model: ReactiveModel<never>): Heard[] => {
  const heard: Heard[] = [];
  model.on('*', ({ event, payload }) => {
    if (event.endsWith('.changed')) heard.push([event, (payload as PropertyChange<unknown>).paths]);
  });
  return heard;
};

const club = () => {
  const room = lobby();
  const made = new Club({ first: new Team({ room }), second: new Team({ room }) });
  return { club: made, room, heard: hear(made as unknown as ReactiveModel<never>) };
};

describe('a change inside', () => {
  it('[M-75] says what was written, as seen from each holder', () => {
    const team = new Team({ name: 'Red', room: lobby() });
    const made = new Club({ first: team });
    const [inTeam, inClub] = [team, made].map((model) => hear(model as unknown as ReactiveModel<never>));
    team.room.set({ name: 'hall', isLocked: true });
    team.name = 'Blue';
    expect(inTeam).toEqual([
      ['room.changed', ['room.name', 'room.isLocked']],
      ['name.changed', undefined],
    ]);
    expect(inClub).toEqual([
      ['first.changed', ['first.room.name', 'first.room.isLocked']],
      ['first.changed', ['first.name']],
    ]);
  });

  it('[M-75] says it once for a transaction, and nothing of what is as it was', () => {
    const { club: made, room, heard } = club();
    made.second = new Team({ name: 'Blue' });
    heard.length = 0;
    transaction(() => {
      made.first.name = 'Red';
      room.name = 'hall';
      room.isLocked = true;
      room.isLocked = false;
    });
    expect(heard).toEqual([['first.changed', ['first.name', 'first.room.name']]]);
  });

  it('[M-75] has no paths where another model takes the place', () => {
    const { club: made, heard } = club();
    made.first = new Team({ name: 'Blue' });
    made.first.room = lobby({ name: 'hall' });
    expect(heard).toEqual([
      ['first.changed', undefined],
      ['first.changed', ['first.room']],
    ]);
  });

  it('[M-75] is told by each way that leads to it', () => {
    const { room, heard } = club();
    room.name = 'hall';
    expect(heard).toEqual([
      ['first.changed', ['first.room.name']],
      ['second.changed', ['second.room.name']],
    ]);
  });

  it('[M-75] names both properties of a holder that has one model in two', () => {
    const room = lobby();
    const made = new Club({ first: new Team({ room, spare: room }) });
    const heard = hear(made as unknown as ReactiveModel<never>);
    room.name = 'hall';
    expect(heard).toEqual([['first.changed', ['first.room.name', 'first.spare.name']]]);
  });

  it('[M-75] of a value that is only computed names the property that holds its model', () => {
    const size = new ReactiveModel<{ width: number }>({ properties: ['width'], width: 1 });
    class Box extends ReactiveModel<{ area: number }> {
      declare readonly area: number;
      constructor() {
        super({ computed: [{ name: 'area', compute: () => (size.getProperties().width ?? 0) ** 2 }] });
      }
    }
    class Shelf extends ReactiveModel<{ box: Box }> {
      declare box: Box;
      constructor(box: Box) {
        super({ properties: [{ name: 'box', value: Box }], box });
      }
    }
    const box = new Box();
    box.on('area.changed', () => {});
    const heard = hear(new Shelf(box) as unknown as ReactiveModel<never>);
    size.set({ width: 2 });
    expect(heard).toEqual([['box.changed', ['box']]]);
  });

  it('[M-79] goes round a ring once, and up to who holds the ring', () => {
    const [a, b] = [new Node({ name: 'a' }), new Node({ name: 'b' })];
    a.next = b;
    b.next = a;
    const outer = new Node({ name: 'outer', next: a });
    const heard = hear(outer as unknown as ReactiveModel<never>);
    b.name = 'B';
    expect(heard).toEqual([['next.changed', ['next.next.name']]]);
    const inner = { name: 'inner' } as Node;
    b.next = new Node(inner);
    expect(heard.at(-1)).toEqual(['next.changed', ['next.next.next']]);
  });

  it('[M-79] ends where a ring further up holds what changed', () => {
    const [a, b, room] = [new Node({ name: 'a' }), new Node({ name: 'b' }), new Node({ name: 'room' })];
    a.next = b;
    b.next = room;
    const twice = new Node({ name: 'twice', next: a });
    // The one in the middle holds itself by way of its holder.
    class Hub extends ReactiveModel<{ node: Node; hub: Hub }> {
      declare node: Node;
      declare hub: Hub;
      constructor(specs: Partial<{ node: Node; hub: Hub }> = {}) {
        super({
          properties: [
            { name: 'node', value: Node },
            { name: 'hub', value: Hub },
          ],
          ...specs,
        });
      }
    }
    const hub = new Hub({ node: twice });
    hub.hub = new Hub({ node: new Node({ name: 'other' }), hub });
    const heard = hear(hub as unknown as ReactiveModel<never>);
    room.name = 'Room';
    expect(heard.map(([event]) => event).sort()).toEqual(['hub.changed', 'node.changed']);
    expect(heard.find(([event]) => event === 'node.changed')?.[1]).toEqual(['node.next.next.next.name']);
  });
});
