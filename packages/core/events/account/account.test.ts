import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Account, type AccountCommand, account, accountEvents, accountSchema } from '../index';

const ada = { name: 'Ada', email: 'ada@example.org', role: 'user', status: 'active' } as const;

/** The account after commands, and what happened by them. */
function after(...commands: readonly AccountCommand[]): { state: Account; types: string[] } {
  let state = account.initial;
  const types: string[] = [];
  for (const command of commands) {
    for (const event of account.decide(state, command)) {
      accountEvents.write(event);
      state = account.evolve(state, event);
      types.push(event.type);
    }
  }
  return { state, types };
}

describe('the account of a user', () => {
  it('is made, changed and deleted', () => {
    const made = after({ type: 'register', row: ada });
    expect(made.state).toEqual({ exists: true, ...ada, rowVersion: 1 });
    const { state, types } = after(
      { type: 'import', row: ada },
      { type: 'invite' },
      { type: 'change', row: { name: 'Ada L.', email: 'al@example.org', role: 'admin', status: 'inactive' } },
      { type: 'change', row: { role: 'user', status: 'active' } },
      { type: 'change', row: {} },
      { type: 'delete' },
    );
    expect(types).toEqual([
      'imported',
      'invited',
      'renamed',
      'email-changed',
      'promoted',
      'deactivated',
      'demoted',
      'reactivated',
      'updated',
      'deleted',
    ]);
    expect(state).toEqual({ ...account.initial, rowVersion: 5 });
  });

  it('is made once, and again after it was deleted', () => {
    const twice = () => after({ type: 'register', row: ada }, { type: 'import', row: ada });
    expect(twice).toThrow('There is such a user');
    const again = after({ type: 'register', row: ada }, { type: 'delete' }, { type: 'register', row: ada });
    expect(again.state).toEqual({ exists: true, ...ada, rowVersion: 1 });
  });

  it('can do nothing while there is none, and is invited while it is active', () => {
    for (const command of [{ type: 'invite' }, { type: 'delete' }, { type: 'change', row: {} }] as const) {
      expect(() => after(command)).toThrow('There is no such user');
    }
    const inactive = { ...ada, status: 'inactive' } as const;
    expect(() => after({ type: 'register', row: inactive }, { type: 'invite' })).toThrow('not active');
  });

  it('does without what was forgotten', () => {
    const forgotten = account
      .decide(account.initial, { type: 'register', row: ada })
      .map((event) => ({ ...event, personal: null }) as never);
    const state = forgotten.reduce(account.evolve, account.initial);
    expect(state).toMatchObject({ exists: true, name: null, email: null, role: 'user' });
    const renamed = { type: 'renamed', data: { rowVersion: 2 }, personal: null } as const;
    expect(account.evolve(state, renamed)).toMatchObject({ name: null, rowVersion: 2 });
  });

  it('law: whatever is done, the state is the row, one version up with each change', () => {
    const names = fc.constantFrom('Ada', 'Ada L.', 'Eve');
    const patch = fc.record(
      { name: names, role: fc.constantFrom('user', 'admin'), status: fc.constantFrom('active', 'inactive') },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(fc.array(patch as fc.Arbitrary<Partial<typeof ada>>, { maxLength: 12 }), (patches) => {
        const commands = patches.map((row) => ({ type: 'change', row }) as const);
        const { state } = after({ type: 'register', row: ada }, ...commands);
        const row = patches.reduce((held, next) => ({ ...held, ...next }), ada);
        expect(accountSchema.parse(state)).toEqual({ exists: true, ...row, rowVersion: patches.length + 1 });
      }),
    );
  });
});
