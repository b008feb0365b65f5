import { beforeEach, describe, expect, it } from 'vitest';
import { ValidationError } from '../errors';
import { ReactiveModel, transaction } from './index';
import { Author, ada, Profile, problem } from './profile.fixture';
import { lobby, record } from './room.fixture';

let model: Profile;

beforeEach(() => {
  model = ada();
});

describe('the events of sets', () => {
  it('[M-94] tell what is about to be set, and when all is told what was', () => {
    const log = record(model, 'pre:set', 'slug.changed', 'change', 'post:set');
    model.set({ slug: 'other', email: ' ada@example.com' });
    const changed = { value: 'other', previous: 'ada' };
    expect(log.splice(0)).toEqual([
      ['pre:set', { slug: 'other', email: ' ada@example.com' }],
      ['slug.changed', changed],
      'change',
      ['post:set', { slug: changed }],
    ]);
    for (const title of ['Ada', 'taken', 'O']) model.set({ title });
    problem(() =>
      transaction(() => {
        model.email = 'b@example.com';
        throw new Error('no');
      }),
    );
    expect(log).toEqual([
      ['pre:set', { title: 'Ada' }],
      ['pre:set', { title: 'taken' }],
      ['pre:set', { title: 'O' }],
      ['pre:set', { email: 'b@example.com' }],
    ]);
  });

  it('[M-94] are those of models without hooks too, as long as somebody listens', () => {
    const room = lobby();
    const other = lobby();
    const all: string[] = [];
    room.on('*', ({ event }) => all.push(event));
    const log: unknown[] = [];
    const end = [
      room.on('pre:set', (values) => log.push(values)),
      room.on('post:set', (changes) => log.push(changes)),
    ];
    room.isLocked = true;
    room.isLocked = true;
    other.isLocked = true;
    expect(log.splice(0)).toEqual([
      { isLocked: true },
      { isLocked: { value: true, previous: false } },
      { isLocked: true },
    ]);
    for (const stop of end) stop();
    room.isLocked = false;
    expect(log).toEqual([]);
    const told = ['isLocked.changed', 'meta:changed', 'change'];
    expect(all).toEqual([...told, ...told]);
  });
});

describe('the hooks of a model inside', () => {
  let author: Author;
  let log: unknown[];

  beforeEach(() => {
    author = new Author({ name: 'A.', profile: model });
    log = record(author, 'profile.changed', 'name.changed', 'change');
  });

  it('[M-96] are asked after those of its holder, and told before', () => {
    const order: string[] = [];
    for (const [name, { script }] of Object.entries({ holder: author, inner: model })) {
      script.before = () => void order.push(`${name}.before`);
      script.after = () => void order.push(`${name}.after`);
    }
    author.set({ name: 'B.', profile: { email: 'b@example.com' } as Profile });
    expect(order).toEqual(['holder.before', 'inner.before', 'inner.after', 'holder.after']);
    expect(author.script.calls.at(-1)).toEqual([
      'afterSet',
      { name: { value: 'B.', previous: 'A.' }, profile: { value: model, previous: model } },
    ]);
  });

  it('[M-96] may answer with others, which are checked, and refuse all of it by their path', async () => {
    expect(author.set({ profile: { email: ' b@example.com ' } as Profile }).updated).toBe(true);
    expect(model.email).toBe('b@example.com');
    log.splice(0);
    const values = { name: 'B.', profile: { title: 'taken' } as Profile };
    const refusal = { updated: false, errors: { 'profile.title': ['Is taken'] } };
    expect(author.set(values)).toEqual(refusal);
    expect(await author.setAsync(values)).toEqual(refusal);
    model.script.after = () => {
      throw new ValidationError(undefined, { errors: { title: ['Does not fit'] } });
    };
    const late = { name: 'B.', profile: { title: 'Other' } as Profile };
    const lateRefusal = { updated: false, errors: { 'profile.title': ['Does not fit'] } };
    expect(author.set(late)).toEqual(lateRefusal);
    expect(await author.setAsync(late)).toEqual(lateRefusal);
    expect([author.name, model.title, log]).toEqual(['A.', 'Ada', []]);
  });

  it('[M-96] take back what was set with the holder when that refuses', () => {
    author.script.after = () => {
      throw new Error('no');
    };
    expect(problem(() => author.set({ name: 'B.', profile: { title: 'Other' } as Profile }))).toBeInstanceOf(
      Error,
    );
    expect([author.name, model.title, model.slug, log]).toEqual(['A.', 'Ada', 'ada', []]);
  });

  it('[M-96] are asked of those in a holder without hooks', () => {
    const holder = new ReactiveModel<{ profile: Profile }>({
      properties: [{ name: 'profile', value: Profile }],
      profile: model,
    });
    expect(holder.set({ profile: { title: 'taken' } as Profile }).errors).toEqual({
      'profile.title': ['Is taken'],
    });
    expect(holder.set({ profile: { email: ' c@example.com' } as Profile }).updated).toBe(true);
    expect(model.email).toBe('c@example.com');
  });
});
