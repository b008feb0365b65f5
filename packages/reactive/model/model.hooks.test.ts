import { beforeEach, describe, expect, it } from 'vitest';
import { DefinitionError, StateError, ValidationError } from '../errors';
import { useReported } from '../errors/reported.fixture';
import { history } from '../history';
import { applyPatch } from '../patches';
import { ReactiveModel, transaction } from './index';
import { ada, type IProfile, Profile, problem } from './profile.fixture';
import { lobby, record } from './room.fixture';

const reports = useReported();
let model: Profile;
const hooks = (): string[] => model.script.calls.splice(0).map(([hook]) => hook);

beforeEach(() => {
  model = ada();
});

describe('beforeSet', () => {
  it('[M-90] gets the values of a set and an assignment as they were given, and its answer is set instead', () => {
    expect(model.set({ title: 'Other', email: ' o@example.com ' })).toEqual({ updated: true });
    model.email = ' e@example.com';
    expect(model.script.calls.filter(([hook]) => hook === 'beforeSet')).toEqual([
      ['beforeSet', { title: 'Other', email: ' o@example.com ' }],
      ['beforeSet', { slug: 'other' }],
      ['beforeSet', { email: ' e@example.com' }],
    ]);
    expect(model.getProperties()).toEqual({ title: 'Other', slug: 'other', email: 'e@example.com' });
  });

  it('[M-90] is asked about patches, and its answer is checked as any other values', () => {
    applyPatch(model, [{ op: 'replace', path: '/email', value: ' p@example.com ' }]);
    expect(model.email).toBe('p@example.com');
    model.script.before = () => ({ email: 'none', nonsense: 1 });
    expect(model.set({ title: 'Other' })).toEqual({
      updated: false,
      errors: { email: ['No address'], nonsense: ['Unknown property.'] },
    });
    expect(model.title).toBe('Ada');
  });

  it('[M-90] is not asked by construction, validation, undo, revert and rollback', () => {
    const steps = history(model);
    expect(hooks()).toEqual([]);
    model.set({ email: 'b@example.com' });
    expect(hooks()).toEqual(['beforeSet', 'afterSet']);
    expect(model.validate({ email: ' c@example.com' }).valid).toBe(false);
    steps.undo();
    steps.redo();
    model.revert();
    model.saveChanges();
    expect(hooks()).toEqual([]);
    problem(() =>
      transaction(() => {
        model.email = 'd@example.com';
        throw new Error('no');
      }),
    );
    expect(hooks()).toEqual(['beforeSet', 'afterSet']);
    expect(model.email).toBe('ada@example.com');
  });

  it('[M-90] gets values that it cannot change in place, nor through them those of the caller', () => {
    const given = { title: 'Other' };
    model.script.before = (values) => {
      (values as IProfile).title = 'Mine';
    };
    expect(problem(() => model.set(given))).toBeInstanceOf(TypeError);
    expect([given.title, model.title]).toEqual(['Other', 'Ada']);
  });

  it('[M-91] refuses by field where it throws a ValidationError with such', () => {
    const log = record(model, 'title.changed', 'change');
    expect(model.set({ title: 'taken' })).toEqual({ updated: false, errors: { title: ['Is taken'] } });
    const thrown = problem(() => {
      model.title = 'taken';
    });
    expect(thrown).toMatchObject({ code: 'validation', errors: { title: ['Is taken'] } });
    expect([model.title, log]).toEqual(['Ada', []]);
  });

  it('[M-91] has every other error thrown, and what it wrote elsewhere taken back', () => {
    const room = lobby();
    const log = record(room, 'name.changed', 'change');
    const whole = new ValidationError('Not today');
    for (const error of [new Error('no'), whole]) {
      model.script.before = () => {
        room.name = 'hall';
        throw error;
      };
      expect(problem(() => model.set({ title: 'Other' }))).toBe(error);
      expect([room.name, model.title, log]).toEqual(['lobby', 'Ada', []]);
    }
    model.script.before = () => {
      room.name = 'hall';
    };
    // What the schema refuses takes back what the hook did as well.
    expect(model.set({ title: 'O' }).errors).toEqual({ title: ['Too short'] });
    expect([room.name, log]).toEqual(['lobby', []]);
    model.set({ title: 'Other' });
    expect(room.name).toBe('hall');
  });

  it('[M-93] may be asynchronous for setAsync, and only there', async () => {
    model.script.before = async (values) => {
      await Promise.resolve();
      return { ...values, email: ' later@example.com'.trim() };
    };
    expect(await model.setAsync({ slug: 'other' })).toEqual({ updated: true });
    expect(model.getProperties()).toMatchObject({ slug: 'other', email: 'later@example.com' });
    expect(problem(() => model.set({ slug: 'third' }))).toBeInstanceOf(DefinitionError);
    model.script.before = () =>
      Promise.reject(new ValidationError(undefined, { errors: { slug: ['Is taken'] } }));
    expect(await model.setAsync({ slug: 'third' })).toEqual({
      updated: false,
      errors: { slug: ['Is taken'] },
    });
    model.script.before = () => Promise.reject(new Error('no'));
    await expect(model.setAsync({ slug: 'third' })).rejects.toThrow('no');
    expect(model.slug).toBe('other');
  });

  it('[M-93] may answer with values or nothing; what it rejects with after all is reported', async () => {
    for (const answer of [5, null, [], false, 'Ada']) {
      model.script.before = () => answer;
      expect(problem(() => model.set({ title: 'Other' }))).toBeInstanceOf(DefinitionError);
    }
    model.script.before = () => Promise.reject(new Error('late'));
    expect(problem(() => model.set({ title: 'Other' }))).toBeInstanceOf(DefinitionError);
    await Promise.resolve();
    expect(reports).toEqual([new Error('late')]);
    expect(model.getProperties()).toEqual(ada().getProperties());
  });

  it('[M-95] must not set its own model, nor may a listener to pre:set', async () => {
    model.script.before = () => {
      model.title = 'Other';
    };
    expect(problem(() => model.set({ slug: 'other' }))).toBeInstanceOf(StateError);
    model.script.before = undefined;
    model.once('pre:set', () => {
      model.title = 'Other';
    });
    expect(model.set({ slug: 'other' }).updated).toBe(true);
    expect(reports).toEqual([expect.any(StateError)]);
    model.script.before = async () => {
      await Promise.resolve();
      await model.setAsync({ title: 'Other' });
    };
    await expect(model.setAsync({ slug: 'third' })).rejects.toThrow(StateError);
    expect(model.getProperties()).toMatchObject({ title: 'Ada', slug: 'other' });
    model.script.before = undefined;
    expect(await model.setAsync({ slug: 'third' })).toEqual({ updated: true });
  });
});

describe('afterSet', () => {
  it('[M-92] hears what was changed, once the state is whole, and what it sets belongs to the change', () => {
    const log = record(model, 'title.changed', 'slug.changed', 'change');
    const seen: unknown[] = [];
    model.script.after = () => void seen.push([...log, model.slug]);
    model.set({ title: 'Other', email: 'ada@example.com' });
    expect(model.script.calls.filter(([hook]) => hook === 'afterSet')).toEqual([
      ['afterSet', { title: { value: 'Other', previous: 'Ada' } }],
      ['afterSet', { slug: { value: 'other', previous: 'ada' } }],
    ]);
    // The inner set ends first.
    expect(seen).toEqual([['other'], ['other']]);
    expect(log).toEqual([
      ['title.changed', { value: 'Other', previous: 'Ada' }],
      ['slug.changed', { value: 'other', previous: 'ada' }],
      'change',
    ]);
    hooks();
    model.set({ title: 'Other' });
    expect(hooks()).toEqual(['beforeSet']);
  });

  it('[M-92] takes the set back silently when it throws, and the error reaches the caller', async () => {
    const room = lobby();
    const log = [record(model, 'title.changed', 'change', 'meta:changed'), record(room, 'change')];
    const error = new Error('no');
    model.script.after = () => {
      room.name = 'hall';
      throw error;
    };
    expect(problem(() => model.set({ title: 'Other' }))).toBe(error);
    expect(
      problem(() => {
        model.title = 'Other';
      }),
    ).toBe(error);
    await expect(model.setAsync({ title: 'Other' })).rejects.toBe(error);
    model.script.after = () => {
      throw new ValidationError(undefined, { errors: { title: ['Does not fit'] } });
    };
    const refusal = { updated: false, errors: { title: ['Does not fit'] } };
    expect(model.set({ title: 'Other' })).toEqual(refusal);
    expect(await model.setAsync({ title: 'Other' })).toEqual(refusal);
    expect([model.getProperties(), model.unpublished]).toEqual([ada().getProperties(), false]);
    expect([room.name, log]).toEqual(['lobby', [[], []]]);
  });

  it('[M-92] takes back its own set only, in a transaction that goes on', () => {
    const log = record(model, 'title.changed', 'email.changed', 'change');
    transaction(() => {
      model.email = 'b@example.com';
      model.script.after = () => {
        throw new Error('no');
      };
      expect(problem(() => model.set({ title: 'Other' }))).toBeInstanceOf(Error);
    });
    expect(log).toEqual([
      ['email.changed', { value: 'b@example.com', previous: 'ada@example.com' }],
      'change',
    ]);
  });

  it('[M-93] answers nothing, at once', async () => {
    for (const answer of [false, {}, Promise.reject(new Error('late'))]) {
      model.script.after = () => answer;
      expect(problem(() => model.set({ title: 'Other' }))).toBeInstanceOf(DefinitionError);
    }
    await Promise.resolve();
    expect([reports, model.title]).toEqual([[new Error('late')], 'Ada']);
  });

  it('[M-95] that never comes to an end is stopped, and nothing has changed', () => {
    const log = record(model, 'change');
    model.script.after = () => {
      model.email = `${model.email}m`;
    };
    expect(problem(() => model.set({ slug: 'other' }))).toBeInstanceOf(StateError);
    expect([model.getProperties(), log]).toEqual([ada().getProperties(), []]);
  });
});

describe('the declaration of hooks', () => {
  it('[M-93] as anything but a method is a DefinitionError', () => {
    class Field extends ReactiveModel<{ a: number }> {
      override beforeSet = () => undefined;
      constructor(specs: { a?: number } = {}) {
        super({ properties: ['a'], ...specs });
      }
    }
    expect(problem(() => new Field({ a: 1 }).set({ a: 2 }))).toBeInstanceOf(DefinitionError);
    class Value extends ReactiveModel<{ a: number }> {
      constructor(specs: { a?: number } = {}) {
        super({ properties: ['a'], ...specs });
      }
    }
    Object.assign(Value.prototype, { afterSet: 5 });
    expect(problem(() => new Value({ a: 1 }))).toBeInstanceOf(DefinitionError);
  });

  it('[M-90] is inherited, and a property may have the name of a hook', () => {
    class Quiet extends Profile {
      protected override afterSet() {}
    }
    const quiet = new Quiet({ title: 'Ada', slug: 'ada', email: 'ada@example.com' });
    quiet.set({ title: 'Other', email: ' o@example.com' });
    expect(quiet.getProperties()).toEqual({ title: 'Other', slug: 'ada', email: 'o@example.com' });
    const odd = new ReactiveModel<{ beforeLoad: string }>({ properties: ['beforeLoad'], beforeLoad: 'a' });
    expect(odd.set({ beforeLoad: 'b' }).updated).toBe(true);
  });
});
