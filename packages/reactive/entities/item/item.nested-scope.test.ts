import { expect, it } from 'vitest';
import { Scope } from '../../registry';
import { Board, Crew, namesOf, People, Person } from './crew.fixture';

/** A crew in a scope of its own whose provider knows people by that name. */
const crewIn = (scope: Scope, name: string): Crew => {
  const people = {
    lead: { id: 'u', name },
    board: { chair: { id: 'v', name } },
    members: [{ id: 'w', name }],
  };
  class Provider {
    async load(id: string) {
      return { id, ...people } as object;
    }
    async publish() {
      return { status: 200, data: people as object };
    }
  }
  return scope.run(() => new Crew({ id: '1', provider: Provider }));
};

const namesIn = (crew: Crew): string[] => [crew.lead.name, crew.board.chair.name, ...namesOf(crew.members)];

/** What people there are in the scope that is entered. */
const peopleIn = (scope: Scope): string[] => scope.run(() => namesOf(new People()));

it.each(['load', 'publish'] as const)(
  '[I-5] items inside that a %s brings are of the scope of their holder, wherever its answer comes',
  async (operation) => {
    const [first, second, elsewhere] = [new Scope(), new Scope(), new Scope()];
    const one = crewIn(first, 'of one');
    const two = crewIn(second, 'of two');
    for (const crew of [one, two]) {
      crew.title = 'Edited';
      await elsewhere.run(() => crew[operation]());
    }
    expect([namesIn(one), namesIn(two)]).toEqual([Array(3).fill('of one'), Array(3).fill('of two')]);
    expect(first.run(() => new Person({ id: 'v' }).name)).toBe('of one');
    expect([peopleIn(elsewhere), new Person({ id: 'u' }).name]).toEqual([[], undefined]);
  },
);

it('[I-5] items inside that are made of values set elsewhere are of the scope of their holder', () => {
  const [scope, elsewhere] = [new Scope(), new Scope()];
  const crew = scope.run(() => new Crew({ id: '1' }));
  elsewhere.run(() => {
    crew.set({ lead: { id: 'u', name: 'Ada' }, board: { chair: { id: 'v', name: 'Bob' } } } as never);
  });
  expect([crew.lead.name, crew.board.chair.name]).toEqual(['Ada', 'Bob']);
  expect([peopleIn(scope), peopleIn(elsewhere)]).toEqual([['Ada', 'Bob'], []]);
});

it('[I-5] a model that no item holds makes what it holds in the scope in which it is written', () => {
  const [scope, board] = [new Scope(), new Board()];
  scope.run(() => board.set({ chair: { id: 'x', name: 'Di' } as never }));
  expect([board.chair.name, peopleIn(scope)]).toEqual(['Di', ['Di']]);
});
