import { describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { DefinitionError } from '../errors';
import { ReactiveModel } from './index';
import { lobby, Room, record } from './room.fixture';

interface ISpan {
  from: number;
  to: number;
  label: string;
}

const schema = z
  .object({ from: z.number(), to: z.number(), label: z.string().default('none') })
  .refine(({ from, to }) => from <= to, { path: ['to'], message: 'Before its start' });

class Span extends ReactiveModel<ISpan> {
  declare from: number;
  declare to: number;
  declare label: string;
  static readonly schema = schema;
  constructor(specs: Partial<ISpan> = {}) {
    super({ properties: ['from', 'to', 'label'], ...specs });
  }
}

describe('validate', () => {
  it('[M-50] reports on the given values, and changes nothing', () => {
    const room = lobby();
    const log = record(room, 'change', 'name.changed', 'meta:changed');
    expect(room.validate({ name: 'x', participants: [''] })).toEqual({
      valid: false,
      errors: { name: ['Too short'], 'participants.0': ['Nobody'] },
    });
    expect(room.validate({ name: 'hall' })).toEqual({ valid: true });
    expect(room.validate({})).toEqual({ valid: true });
    expect(room.validate({ title: 1 } as object).errors).toEqual({ title: ['Unknown property.'] });
    expect([room.name, log]).toEqual(['lobby', []]);
  });

  it('[M-51] without values reports on the whole state, rules over several properties included', () => {
    expect(new Room({ id: '1' }).validate()).toMatchObject({
      valid: false,
      errors: { name: [expect.any(String)], participants: [expect.any(String)] },
    });
    expect(lobby().validate()).toEqual({ valid: true });
    expect(new Span({ from: 1, to: 2 }).validate()).toEqual({ valid: true });
    expect(new Span({ from: 3, to: 2 }).validate()).toEqual({
      valid: false,
      errors: { to: ['Before its start'] },
    });
  });

  it('[M-51] without a schema everything is valid', () => {
    class Free extends ReactiveModel<{ any: unknown }> {
      constructor() {
        super({ properties: ['any'] });
      }
    }
    expect(new Free().validate()).toEqual({ valid: true });
    expect(new Free().set({ any: () => 1 })).toEqual({ updated: true });
  });
});

describe('the schema of a class', () => {
  it('[M-52] is its getter’s or its static one, asked for once', () => {
    const asked = vi.fn(() => z.object({ name: z.string().min(2) }));
    class Counted extends ReactiveModel<{ name: string }> {
      declare name: string;
      constructor(specs: { name?: string } = {}) {
        super({ properties: ['name'], ...specs });
      }
      protected override get schema() {
        return asked();
      }
    }
    for (const model of [new Counted(), new Counted()]) {
      expect(model.set({ name: 'x' }).errors).toBeDefined();
      expect(model.validate().valid).toBe(false);
    }
    expect(asked).toHaveBeenCalledTimes(1);
    expect(new Span().set({ from: 'x' as never }).errors).toBeDefined();
  });

  it.each([{ name: 'x' }, z.string(), 'schema', () => 1])('[M-52] must be a Zod object, not %o', (wrong) => {
    class Wrong extends ReactiveModel<{ name: string }> {
      constructor() {
        super({ properties: ['name'] });
      }
      protected override get schema() {
        return wrong as never;
      }
    }
    expect(() => new Wrong().set({ name: 'x' })).toThrow(DefinitionError);
  });

  it('[M-52] is inherited, and may be replaced in a subclass', () => {
    class Strict extends Room {
      protected override get schema() {
        return z.object({ name: z.string().min(5, 'Five') }) as never;
      }
    }
    expect(lobby().set({ name: 'four' })).toEqual({ updated: true });
    expect(new Strict().set({ name: 'four' }).errors).toEqual({ name: ['Five'] });
  });

  it('[M-53] with asynchronous rules is refused in a model that holds it, which says whose setAsync waits', async () => {
    class Home extends ReactiveModel<{ city: string }> {
      declare city: string;
      constructor(specs: { city?: string } = {}) {
        super({ properties: ['city'], ...specs });
      }
      protected override get schema() {
        return z.object({ city: z.string().refine(() => Promise.resolve(true)) });
      }
    }
    class Person extends ReactiveModel<{ home: Home }> {
      declare home: Home;
      constructor(specs: { home?: { city: string } } = {}) {
        super({ properties: [{ name: 'home', value: Home }], ...(specs as object) });
      }
    }
    const person = new Person({ home: { city: 'Rome' } });
    const setting = person.setAsync({ home: { city: 'Turin' } } as never);
    await expect(setting).rejects.toThrow(/^Home: .*its own `await setAsync/);
    expect(await person.home.setAsync({ city: 'Turin' })).toEqual({ updated: true });
    expect(person.home.city).toBe('Turin');
  });

  it('[M-53] with asynchronous rules is for setAsync, which sets all or nothing when they have answered', async () => {
    const taken = async (name: string) => (await Promise.resolve(name)) !== 'taken';
    class Account extends ReactiveModel<{ name: string; size: number }> {
      declare name: string;
      declare size: number;
      constructor(specs: { name?: string; size?: number } = {}) {
        super({ properties: ['name', 'size'], ...specs });
      }
      protected override get schema() {
        return z.object({ name: z.string().refine(taken, 'Taken'), size: z.number() });
      }
    }
    const account = new Account({ name: 'one', size: 1 });
    const log = record(account, 'name.changed', 'change');
    expect(await account.setAsync({ name: 'taken', size: 2 })).toEqual({
      updated: false,
      errors: { name: ['Taken'] },
    });
    expect(account.getProperties()).toEqual({ name: 'one', size: 1 });
    const given = { name: 'two', size: 2 };
    const setting = account.setAsync(given);
    given.name = 'taken';
    expect(await setting).toEqual({ updated: true });
    expect(log).toEqual([['name.changed', { value: 'two', previous: 'one' }], 'change']);
    for (const write of [
      () => account.set({ name: 'three' }),
      () => account.set({ name: 'three', size: 3 }),
      () => account.validate({ name: 'three' }),
      () => account.validate(),
      () => {
        account.name = 'three';
      },
    ]) {
      expect(write).toThrow(DefinitionError);
      expect(write).toThrow(/await setAsync/);
    }
    expect(account.name).toBe('two');
  });
});
