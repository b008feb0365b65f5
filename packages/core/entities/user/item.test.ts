import { Scope } from 'reactive/registry';
import { describe, expect, it } from 'vitest';
import { User } from './item';
import { memoryUsers, storedUser } from './memory.fixture';

const inScope = <R>(work: () => R): R => new Scope().run(work);

const existing = (values = {}) => {
  const memory = memoryUsers([storedUser('1', values)]);
  return { memory, user: inScope(() => new User({ ...storedUser('1', values), provider: memory.user })) };
};

describe('a user', () => {
  it('is created with name and e-mail alone; role and status have defaults, the store does the rest', async () => {
    const memory = memoryUsers();
    const user = inScope(() => new User({ name: 'Ada', email: 'Ada@example.org', provider: memory.user }));
    await user.publish();
    expect(user.getProperties()).toEqual({
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      name: 'Ada',
      email: 'ada@example.org',
      role: 'user',
      status: 'active',
      createdAt: expect.any(Date),
      updatedAt: expect.any(Date),
      version: 1,
    });
    expect(memory.rows()).toEqual([user.getProperties()]);
  });

  it('is not created without a name or with a wrong e-mail', async () => {
    const memory = memoryUsers();
    const user = inScope(() => new User({ email: 'ada', provider: memory.user }));
    await expect(user.publish()).rejects.toMatchObject({
      code: 'validation',
      errors: { name: [expect.any(String)], email: ['Must be an e-mail address'] },
    });
    expect(memory.rows()).toEqual([]);
  });

  it.each([
    [{ role: 'admin' }, true],
    [{ role: 'user' }, false],
    [{}, false],
  ] as const)('%o is an admin: %s', (values, isAdmin) => {
    expect(inScope(() => new User(values).isAdmin)).toBe(isAdmin);
  });

  it.each([
    [{ status: 'active' }, true],
    [{ status: 'inactive' }, false],
  ] as const)('%o is active: %s', (values, isActive) => {
    expect(inScope(() => new User(values).isActive)).toBe(isActive);
  });

  it('may edit what it owns; an admin may edit everything', () => {
    const { user } = existing({ role: 'user' });
    expect(user.canEdit({ ownerId: '1' })).toBe(true);
    expect(user.canEdit({ ownerId: '2' })).toBe(false);
    user.role = 'admin';
    expect(user.canEdit({ ownerId: '2' })).toBe(true);
  });

  it.each([
    ['promote', { role: 'user' }, { role: 'admin' }],
    ['demote', { role: 'admin' }, { role: 'user' }],
    ['activate', { status: 'inactive' }, { status: 'active' }],
    ['deactivate', { status: 'active' }, { status: 'inactive' }],
  ] as const)('%s() turns %o into %o and publishes it', async (command, before, after) => {
    const { memory, user } = existing(before);
    await user[command]();
    expect(user).toMatchObject({ ...after, version: 2, unpublished: false });
    expect(memory.rows()).toMatchObject([{ ...after, version: 2 }]);
  });

  it('keeps a command that was refused as an unpublished edit', async () => {
    const { memory, user } = existing({ role: 'user' });
    await inScope(() => new User({ ...storedUser('1'), provider: memory.user })).publish({ name: 'Other' });
    await expect(user.promote()).rejects.toMatchObject({ code: 'precondition_failed' });
    expect(user.changedProperties).toEqual(['role']);
    await user.load();
    expect(user).toMatchObject({ name: 'Other', role: 'admin' });
    user.revert();
    expect(user.isAdmin).toBe(false);
  });

  it.each([
    ['name', 'A'],
    ['email', 'nobody'],
    ['role', 'owner'],
    ['status', 'gone'],
  ])('refuses %s = %j and stays as it was', (field, value) => {
    const { user } = existing();
    const before = user.getProperties();
    expect(user.set({ [field]: value })).toEqual({
      updated: false,
      errors: { [field]: [expect.any(String)] },
    });
    expect(user.getProperties()).toEqual(before);
  });

  it('writes an e-mail address in lower case', () => {
    const { user } = existing();
    user.email = 'ADA@Example.org';
    expect(user.email).toBe('ada@example.org');
  });
});
