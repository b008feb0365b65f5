import { Scope } from 'reactive/registry';
import { expect, it } from 'vitest';
import { type Actor, actAs } from '../../policies';
import { User, Users } from '.';
import { storedUser } from './memory.fixture';

/** Asks in a scope in which this actor acts. */
const as = <Answer>(actor: Actor, ask: () => Answer): Answer =>
  new Scope().run(() => {
    actAs(actor);
    return ask();
  });

const admin = { id: 'admin', role: 'admin', status: 'active' } as const;
const ada = { id: 'ada', role: 'user', status: 'active' } as const;

it('a user tells what whoever acts may do to them', () => {
  as(admin, () => {
    const user = new User(storedUser('ada'));
    expect([user.can('update', 'role'), user.can('delete'), user.can('read', 'email')]).toEqual([
      true,
      true,
      true,
    ]);
    const own = new User(storedUser('admin', { role: 'admin' }));
    expect([own.can('update', 'name'), own.can('update', 'role'), own.can('delete')]).toEqual([
      true,
      false,
      false,
    ]);
    expect(own.whyNot('update', 'role')).toBe('Nobody changes their own role');
    expect(own.whyNot('update', 'name')).toBeUndefined();
  });
  as(ada, () => {
    const own = new User(storedUser('ada'));
    expect([own.can('update', 'name'), own.can('update', 'email'), own.can('delete')]).toEqual([
      true,
      false,
      false,
    ]);
    // As the server shows another: without an e-mail.
    const other = new User({ id: 'grace', name: 'Grace', role: 'user', status: 'active', version: 1 });
    expect([other.can('read', 'name'), other.can('read', 'email'), other.can('update', 'name')]).toEqual([
      true,
      false,
      false,
    ]);
  });
  as(undefined, () => {
    expect(new User(storedUser('ada')).whyNot('read', 'name')).toBe('Sign in first');
  });
});

it('users tell whether whoever acts may create one', () => {
  const createdBy = (actor: Actor) =>
    as(actor, () => [new Users().can('create'), new Users().whyNot('create')]);
  expect(createdBy(admin)).toEqual([true, undefined]);
  expect(createdBy(ada)).toEqual([false, 'Only an admin may do this']);
  expect(createdBy(undefined)).toEqual([false, 'Sign in first']);
  expect(as(admin, () => new User().can('create', 'role'))).toBe(true);
});
