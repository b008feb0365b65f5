import { describe, expectTypeOf, it } from 'vitest';
import {
  type ComputedProperty,
  type DataOf,
  type EventsOf,
  type ModelEvents,
  type PropertyChange,
  type PropertyName,
  ReactiveModel,
  type SetResult,
  type Unparsed,
} from './index';

interface IUser {
  id: string;
  name: string;
  age: number | null;
  tags: string[];
}

interface UserEvents {
  promoted: { by: string };
  reset: undefined;
}

class User extends ReactiveModel<IUser, UserEvents> {
  declare id: string;
  declare name: string;
  declare age: number | null;
  declare tags: string[];

  constructor(specs: Partial<IUser> = {}) {
    super({
      properties: ['id', 'name', 'age', 'tags'],
      computed: [
        {
          name: 'name',
          dependencies: ['id', 'age'],
          compute: (self) => {
            expectTypeOf(self).toExtend<IUser>();
            return (self as User).id;
          },
        },
      ],
      ...specs,
    });
  }
}

declare const user: User;

describe('the types of a model', () => {
  it('[M-82] values are those of its data', () => {
    expectTypeOf(user.getProperties()).toEqualTypeOf<Partial<IUser>>();
    expectTypeOf(user.getProperty('tags')).toEqualTypeOf<string[]>();
    expectTypeOf(user.set({ name: 'Ada' })).toEqualTypeOf<SetResult<IUser>>();
    expectTypeOf(user.set({}).errors?.name).toEqualTypeOf<string[] | undefined>();
    expectTypeOf(user.validate({ age: null }).valid).toEqualTypeOf<boolean>();
    expectTypeOf(user.changedProperties).toEqualTypeOf<('id' | 'name' | 'age' | 'tags')[]>();
    expectTypeOf(user.initialValues).toEqualTypeOf<Partial<IUser>>();
    expectTypeOf(user.transaction(() => 7)).toEqualTypeOf<number>();
    expectTypeOf<DataOf<User>>().toEqualTypeOf<IUser>();
  });

  it('[M-82] a misspelt name or a wrong value does not compile', () => {
    expectTypeOf<'nam'>().not.toExtend<PropertyName<IUser>>();
    // @ts-expect-error there is no 'nam'
    user.set({ nam: 'Ada' });
    // @ts-expect-error a name is no number
    user.set({ name: 7 });
    // @ts-expect-error a name cannot be left undefined
    user.set({ name: undefined });
    // @ts-expect-error there is no 'nam'
    user.validate({ nam: 'Ada' });
    // @ts-expect-error there is no 'nam'
    user.getProperty('nam');
    // @ts-expect-error there is no 'nam'
    new User({ nam: 'Ada' });
    // @ts-expect-error there is no 'nam'
    new ReactiveModel<IUser>({ properties: ['nam'] });
    // @ts-expect-error there is no 'nam'
    new ReactiveModel<IUser>({ computed: [{ name: 'name', dependencies: ['nam'], compute: () => 1 }] });
  });

  it('[M-82] its events have their payloads', () => {
    user.on('name.changed', (change) => {
      expectTypeOf(change).toEqualTypeOf<PropertyChange<string>>();
      expectTypeOf(change).toExtend<{ value: string; previous: string }>();
    });
    user.on('age.changed', ({ value }) => expectTypeOf(value).toEqualTypeOf<number | null>());
    user.on('change', (payload) => expectTypeOf(payload).toEqualTypeOf<undefined>());
    user.once('promoted', ({ by }) => expectTypeOf(by).toEqualTypeOf<string>());
    user.on('event:renamed', (payload) => expectTypeOf(payload).toEqualTypeOf<unknown>());
    expectTypeOf(user.on('change', () => {})).toEqualTypeOf<() => void>();
    user.trigger('promoted', { by: 'ada' });
    user.trigger('reset');
    user.trigger('event:renamed', 7);
    user.trigger(`event:${user.id}`);
  });

  it('[M-82] a misspelt event or a wrong payload does not compile', () => {
    expectTypeOf<'nam.changed'>().not.toExtend<keyof ModelEvents<IUser>>();
    // @ts-expect-error there is no 'nam.changed'
    user.on('nam.changed', () => {});
    // @ts-expect-error it is 'name.changed'
    user.on('name.change', () => {});
    // @ts-expect-error there is no 'demoted'
    user.once('demoted', () => {});
    // @ts-expect-error there is no 'demoted'
    user.off('demoted', () => {});
    // @ts-expect-error a name is no number
    user.on('name.changed', ({ value }: { value: number }) => value);
    // @ts-expect-error by whom?
    user.trigger('promoted');
    // @ts-expect-error by a name
    user.trigger('promoted', { by: 7 });
  });

  it('[M-84] who listens to all events knows the payload by the event', () => {
    user.on('*', (fired) => {
      if (fired.event === 'name.changed') expectTypeOf(fired.payload).toEqualTypeOf<PropertyChange<string>>();
      if (fired.event === 'promoted') expectTypeOf(fired.payload).toEqualTypeOf<{ by: string }>();
      if (fired.event === 'event:renamed') expectTypeOf(fired.payload).toEqualTypeOf<unknown>();
    });
    user.once('*', ({ event }) => expectTypeOf(event).toExtend<string>());
    expectTypeOf<EventsOf<User>['promoted']>().toEqualTypeOf<{ by: string }>();
    // @ts-expect-error it stands for all events
    user.trigger('*');
  });

  it('[M-82] a computed property cannot be declared with a name that the data have not', () => {
    expectTypeOf<ComputedProperty<IUser>['name']>().toEqualTypeOf<keyof IUser>();
    // @ts-expect-error there is no 'size'
    new ReactiveModel<IUser>({ computed: [{ name: 'size', compute: () => 1 }] });
  });

  it('[M-9] what nobody has parsed does not compile as values', () => {
    const body: unknown = {};
    // @ts-expect-error unknown is no values
    user.set(body);
    // @ts-expect-error spreading does not change that
    new User({ ...body });
    expectTypeOf<Unparsed>().not.toExtend<Partial<IUser>>();
  });
});
