import { describe, expectTypeOf, it } from 'vitest';
import { Item } from './index';

interface IUser {
  id: string;
  name: string;
}

class User extends Item<IUser> {
  protected override beforeLoad() {}
  protected override async afterLoad(row: Partial<IUser>) {
    return Promise.resolve({ ...row, name: 'Ada' });
  }
  protected override async beforePublish(data: Readonly<Partial<IUser>>) {
    expectTypeOf(data.name).toEqualTypeOf<string | undefined>();
    await Promise.resolve();
  }
  protected override afterPublish() {}
}

class Wrong extends Item<IUser> {
  // @ts-expect-error answers with a row of the data
  protected override afterLoad() {
    return { name: 5 };
  }
  // @ts-expect-error is told the data
  protected override beforePublish(_data: { name: number }) {}
  // @ts-expect-error answers nothing
  protected override beforeDelete() {
    return false;
  }
  // @ts-expect-error there is no such hook
  protected override afterPublished() {}
}

describe('the types of an item’s hooks', () => {
  it('[I-109] names, parameters and answers are those of its data', () => {
    for (const type of [User, Wrong]) {
      expectTypeOf(new type({ entity: 'users' }).publish)
        .parameter(0)
        .toEqualTypeOf<Partial<IUser> | undefined>();
    }
  });
});
