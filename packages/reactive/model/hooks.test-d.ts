import { describe, expectTypeOf, it } from 'vitest';
import { ReactiveModel, type SetChanges } from './index';

interface IRoom {
  name: string;
  seats: number;
}

class Room extends ReactiveModel<IRoom> {
  protected override beforeSet(values: Partial<IRoom>) {
    return { ...values, name: values.name?.trim() ?? 'none' };
  }
  protected override afterSet(changes: SetChanges<IRoom>) {
    expectTypeOf(changes.seats?.previous).toEqualTypeOf<number | undefined>();
    // @ts-expect-error no property of the data
    changes.colour;
  }
}

class Waiting extends ReactiveModel<IRoom> {
  protected override async beforeSet(values: Partial<IRoom>) {
    await Promise.resolve();
    return values;
  }
}

class Wrong extends ReactiveModel<IRoom> {
  // @ts-expect-error values are those of the data
  protected override beforeSet(_values: { name: number }) {}
  // @ts-expect-error changes are by property
  protected override afterSet(_changes: string) {}
}

class WrongAnswer extends ReactiveModel<IRoom> {
  // @ts-expect-error answers with the data's values
  protected override beforeSet() {
    return { seats: 'many' };
  }
}

class Misspelt extends ReactiveModel<IRoom> {
  // @ts-expect-error there is no such hook
  protected override beforeSets() {}
}

describe('the types of a model’s hooks', () => {
  it('[M-98] names, parameters and answers are those of its data', () => {
    for (const type of [Room, Waiting, Wrong, WrongAnswer, Misspelt]) {
      expectTypeOf(new type().set).parameter(0).toEqualTypeOf<Partial<IRoom>>();
    }
  });

  it('[M-98] the events of sets have its values and changes', () => {
    const room = new Room();
    room.on('pre:set', (values) => expectTypeOf(values).toEqualTypeOf<Readonly<Partial<IRoom>>>());
    room.on('post:set', (changes) => expectTypeOf(changes).toEqualTypeOf<SetChanges<IRoom>>());
    // @ts-expect-error hooks are for the class alone
    room.beforeSet;
  });
});
