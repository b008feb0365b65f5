import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { transaction } from '../model';
import { lobby } from '../model/room.fixture';
import { Team } from '../model/team.fixture';
import { type History, history } from './index';

const name = fc.constantFrom('one', 'two', 'three');
const edit = fc.oneof(
  fc.record({ on: fc.constant('team' as const), name }),
  fc.record({ on: fc.constant('room' as const), name }),
  fc.record({ on: fc.constant('lock' as const), name }),
  fc.record({ on: fc.constant('replace' as const), name }),
  fc.record({ on: fc.constant('back' as const), name }),
);
const failure = new Error('no');
type Edit = typeof edit extends fc.Arbitrary<infer E> ? E : never;

const step = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ edits: fc.array(edit, { minLength: 1, maxLength: 3 }), fails: fc.boolean() }),
  },
  { weight: 3, arbitrary: fc.constantFrom('undo' as const, 'redo' as const, 'save' as const) },
);

type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;

const doEdit = (team: Team, first: Team['room'], { on, name: given }: Edit): void => {
  if (on === 'team') team.name = given;
  else if (on === 'room') team.room.name = given;
  else if (on === 'lock') team.spare.isLocked = given === 'one';
  else if (on === 'back') team.room = first;
  else team.room = lobby({ name: given });
};

interface World {
  readonly team: Team;
  /** The room that it began with, which comes back now and then. */
  readonly first: Team['room'];
  readonly log: History;
}

/** Does a step. Answers whether there was something to undo or redo. */
const doStep = ({ team, first, log }: World, each: Step): boolean => {
  if (each === 'undo' || each === 'redo') return log[each]();
  if (each === 'save') team.saveChanges();
  else {
    try {
      transaction(() => {
        for (const one of each.edits) doEdit(team, first, one);
        if (each.fails) throw failure;
      });
    } catch (error) {
      if (error !== failure) throw error;
    }
  }
  return true;
};

describe('a history, whatever happens', () => {
  it('[U-1] leads back and forth through the states that there were', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 25 }), (steps) => {
        const team = new Team({ name: 'team', room: lobby(), spare: lobby() });
        const log = history(team);
        const world = { team, first: team.room, log };
        const look = (): string => JSON.stringify(team);
        // The states before and after the present one, as they have to come back.
        let [past, present, future]: [string[], string, string[]] = [[], look(), []];
        for (const each of steps) {
          const room = team.room;
          const isThere = { undo: past.length > 0, redo: future.length > 0, save: true };
          const answer = doStep(world, each);
          expect(answer).toBe(typeof each === 'object' || isThere[each]);
          if (each === 'undo' && past.length > 0) {
            [past, present, future] = [past.slice(0, -1), past.at(-1)!, [present, ...future]];
          } else if (each === 'redo' && future.length > 0) {
            [past, present, future] = [[...past, present], future[0]!, future.slice(1)];
          } else if (typeof each === 'object' && (look() !== present || team.room !== room)) {
            // Another room of the same values is a change as well.
            [past, present, future] = [[...past, present], look(), []];
          }
          expect(look()).toBe(present);
          expect([log.canUndo, log.canRedo]).toEqual([past.length > 0, future.length > 0]);
        }
      }),
      { numRuns: 500 },
    );
  });
});
