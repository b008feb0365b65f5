import { describe, expectTypeOf, it } from 'vitest';
import { Player, type Players } from '../entities/collection/player.fixture';
import { ReactiveModel } from '../model';
import type { Article, IBlock } from './document.fixture';
import { applyPatch, applySnapshot, onPatch, type Patch, snapshot } from './index';

class Club extends ReactiveModel<{ players: Players; captain: Player }> {}

declare const model: Article;

describe('the types of patches', () => {
  it('[J-11] a snapshot has the values of its model, models inside as theirs', () => {
    expectTypeOf(snapshot(model).title).toEqualTypeOf<string | undefined>();
    expectTypeOf(snapshot(model).blocks).toEqualTypeOf<readonly IBlock[] | undefined>();
    expectTypeOf(snapshot(model).author?.name).toEqualTypeOf<string | undefined>();
    expectTypeOf(snapshot(new Club()).captain?.score).toEqualTypeOf<number | undefined>();
    expectTypeOf(snapshot(new Club()).players?.[0]?.team).toEqualTypeOf<'red' | 'blue' | undefined>();
    expectTypeOf(snapshot(new Player()).name).toEqualTypeOf<string | undefined>();
    // @ts-expect-error it is frozen
    snapshot(model).title = 'Other';
    // @ts-expect-error there is no 'nam'
    applySnapshot(model, { nam: 'Ada' });
  });

  it('[J-11] a patch has what its operation needs', () => {
    onPatch(model, (patches, inverse) => {
      expectTypeOf(patches).toEqualTypeOf<readonly Patch[]>();
      expectTypeOf(inverse).toEqualTypeOf<readonly Patch[]>();
    });
    expectTypeOf(applyPatch(model, [])).toEqualTypeOf<boolean>();
    // @ts-expect-error a value is needed
    applyPatch(model, [{ op: 'add', path: '/title' }]);
    // @ts-expect-error there is no such operation
    applyPatch(model, [{ op: 'rename', path: '/title', value: 1 }]);
    // @ts-expect-error an object is no model
    snapshot({});
  });
});
