import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { ReactiveModel } from './model';

/** Rules that are answered when the test says so, in whatever order. */
class Answers {
  readonly #pending = new Map<string, (error?: Error) => void>();

  ask(name: string): Promise<undefined> {
    return new Promise((resolve, reject) => {
      this.#pending.set(name, (error) => (error === undefined ? resolve(undefined) : reject(error)));
    });
  }

  accept(name: string): void {
    this.#pending.get(name)?.();
  }

  refuse(name: string): void {
    this.#pending.get(name)?.(new Error(`${name} is taken`));
  }
}

interface Values {
  name: string;
  size: number;
}

const account = () => {
  const answers = new Answers();
  class Account extends ReactiveModel<Values> {
    declare name: string;
    declare size: number;
    constructor(specs: Partial<Values> = {}) {
      super({ properties: ['name', 'size'], ...specs });
    }
    /** Only a name has to wait. */
    protected override beforeSet({ name }: Readonly<Partial<Values>>) {
      return name === undefined ? undefined : answers.ask(name);
    }
  }
  return { model: new Account({ name: 'ada', size: 1 }), answers };
};

describe('sets that overlap', () => {
  it('[M-99] leave what the later one has set, though the earlier one is answered last', async () => {
    const { model, answers } = account();
    const earlier = model.setAsync({ name: 'gra', size: 3 });
    const later = model.setAsync({ name: 'grace' });
    answers.accept('grace');
    expect(await later).toEqual({ updated: true });
    answers.accept('gra');
    expect(await earlier).toEqual({ updated: true });
    expect(model.getProperties()).toEqual({ name: 'grace', size: 3 });
  });

  it('[M-99] also where the later one has changed nothing, or is the only one to be accepted', async () => {
    const { model, answers } = account();
    const earlier = model.setAsync({ name: 'gra' });
    const back = model.setAsync({ name: 'ada' });
    answers.accept('ada');
    await back;
    answers.accept('gra');
    expect(await earlier).toEqual({ updated: false });
    expect(model.name).toBe('ada');

    const first = model.setAsync({ name: 'barbara' });
    const second = model.setAsync({ name: 'edsger' });
    answers.refuse('edsger');
    await expect(second).rejects.toThrow('edsger is taken');
    answers.accept('barbara');
    expect(await first).toEqual({ updated: true });
    expect(model.name).toBe('barbara');
  });

  it('[M-99] in order come out in order', async () => {
    const { model, answers } = account();
    const [first, second] = [model.setAsync({ name: 'barbara' }), model.setAsync({ name: 'edsger' })];
    answers.accept('barbara');
    await first;
    expect(model.name).toBe('barbara');
    answers.accept('edsger');
    expect(await second).toEqual({ updated: true });
    expect(model.name).toBe('edsger');
  });

  it('[M-99] leave an assignment that came meanwhile, which needs no answer', async () => {
    const { model, answers } = account();
    const setting = model.setAsync({ name: 'grace', size: 3 });
    model.set({ size: 2 });
    answers.accept('grace');
    expect(await setting).toEqual({ updated: true });
    expect(model.getProperties()).toEqual({ name: 'grace', size: 2 });
  });

  it('[M-99] and a revert meanwhile leave the set', async () => {
    const { model, answers } = account();
    model.size = 2;
    const setting = model.setAsync({ name: 'grace', size: 3 });
    model.revert();
    answers.accept('grace');
    await setting;
    expect(model.getProperties()).toEqual({ name: 'grace', size: 3 });
  });

  it('[M-99] are of the values at the time of the call', async () => {
    const { model, answers } = account();
    const given = { name: 'grace', size: 3 };
    const setting = model.setAsync(given);
    given.size = 4;
    answers.accept('grace');
    await setting;
    expect(model.size).toBe(3);
  });

  it('[M-99] blame what is wrong, whoever was faster', async () => {
    class Rated extends ReactiveModel<Values> {
      declare name: string;
      declare size: number;
      constructor(specs: Partial<Values> = {}) {
        super({ properties: ['name', 'size'], ...specs });
      }
      protected override get schema() {
        return z.object({ name: z.string(), size: z.number().positive('Too small') });
      }
    }
    const model = new Rated({ name: 'ada', size: 1 });
    const setting = model.setAsync({ name: 'grace', size: -1 });
    model.name = 'edsger';
    expect(await setting).toEqual({ updated: false, errors: { size: ['Too small'] } });
    expect(model.getProperties()).toEqual({ name: 'edsger', size: 1 });
  });
});
