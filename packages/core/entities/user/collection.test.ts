import { Scope } from 'reactive/registry';
import { describe, expect, it } from 'vitest';
import { Users } from './collection';
import { User } from './item';
import { memoryUsers, storedUser } from './memory.fixture';

const rows = [
  storedUser('1', { name: 'Grace', role: 'admin' }),
  storedUser('2', { name: 'Ada' }),
  storedUser('3', { name: 'Edsger', role: 'admin', status: 'inactive' }),
];

const open = () => {
  const memory = memoryUsers(rows);
  const scope = new Scope();
  return { memory, scope, users: scope.run(() => new Users({ provider: memory.users })) };
};

describe('users', () => {
  it('are filtered, ordered and counted by what is asked for', async () => {
    const { users } = open();
    await users.load({ where: { role: 'admin' }, orderBy: { name: 'asc' }, limit: 1 });
    expect(users.mapItems((user) => user.name)).toEqual(['Edsger']);
    expect(users.getTotal()).toBe(2);
    await users.loadNext();
    expect(users.mapItems((user) => user.name)).toEqual(['Edsger', 'Grace']);
    expect(users.items.every((user) => user instanceof User && user.isAdmin)).toBe(true);
  });

  it('follow a promotion and a demotion at once', async () => {
    const { memory, scope, users } = open();
    await users.load({ where: { role: 'admin' }, orderBy: { name: 'asc' } });
    const ada = scope.run(() => new User({ ...storedUser('2', { name: 'Ada' }), provider: memory.user }));
    await ada.promote();
    expect(users.items[0]).toBe(ada);
    await users.get('1')?.demote();
    expect(users.mapItems((user) => user.id)).toEqual(['2', '3']);
    expect(users.getTotal()).toBe(2);
    expect(memory.rows()).toMatchObject([{ role: 'user' }, { role: 'admin' }, { role: 'admin' }]);
  });

  it('refuse a filter over a field that a user has not', async () => {
    const { users } = open();
    const load = users.load({ where: { password: 'x' } as never });
    await expect(load).rejects.toMatchObject({ code: 'validation' });
  });
});
