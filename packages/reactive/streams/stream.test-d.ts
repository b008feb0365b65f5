import { describe, expectTypeOf, it } from 'vitest';
import { Players } from '../entities/collection/player.fixture';
import { type EventsOf, type PropertyChange, ReactiveModel } from '../model';
import { type EventStream, stream } from './index';

class User extends ReactiveModel<{ role: 'user' | 'admin' }, { promoted: { by: string } }> {}

declare const user: User;

describe('the types of streams', () => {
  it('[S-9] are those of the payloads', () => {
    expectTypeOf(stream(user, 'role.changed')).toEqualTypeOf<EventStream<PropertyChange<'user' | 'admin'>>>();
    expectTypeOf(stream(user, 'promoted')).toEqualTypeOf<EventStream<{ by: string }>>();
    expectTypeOf(stream(user, 'event:own')).toEqualTypeOf<EventStream<unknown>>();
    expectTypeOf(stream(new Players(), 'items.changed')).toEqualTypeOf<EventStream<undefined>>();
  });

  it('[S-9] tell the payload by the event for `*`', async () => {
    const { value: fired } = await stream(user, '*').next();
    expectTypeOf(fired?.event).toExtend<string | undefined>();
    if (fired?.event === 'promoted') expectTypeOf(fired.payload).toEqualTypeOf<{ by: string }>();
  });

  it('[S-9] refuse a misspelt event and what is no emitter', () => {
    expectTypeOf<'role.change'>().not.toExtend<keyof EventsOf<User>>();
    // @ts-expect-error it is 'role.changed'
    stream(user, 'role.change');
    // @ts-expect-error an object has no events
    stream({}, 'change');
  });
});
