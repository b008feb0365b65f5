import { ConflictError } from 'reactive/errors';
import { describe, expect, it } from 'vitest';
import { type IUser, User, Users } from '../../entities/user';
import { storedUser } from '../../entities/user/memory.fixture';
import { UserService } from '../user.service';
import { openService } from './service.fixture';

const ada = { name: 'Ada Lovelace', email: 'Ada@example.org' };
const takenEmail = { code: 'conflict', status: 409, errors: { email: ['Already taken'] } };

describe('register', () => {
  it('stores a user, with defaults for what is not given, and answers that user', async () => {
    const { service, memory, scope } = openService();
    const user = await scope.run(() => service.register(ada));
    expect(user).toBeInstanceOf(User);
    expect(user.unpublished).toBe(false);
    expect(user.getProperties()).toMatchObject({
      ...ada,
      email: 'ada@example.org',
      role: 'user',
      status: 'active',
      version: 1,
    });
    expect(memory.rows()).toEqual([user.getProperties()]);
  });

  it('keeps an id that the caller made, and refuses one that is taken', async () => {
    const { service, memory } = openService();
    const id = '0190c6e4-7b5a-7cc2-9f4e-2f1c3a5b7d90';
    await service.register({ ...ada, id });
    expect(memory.rows()).toMatchObject([{ id, email: 'ada@example.org' }]);
    const again = service.register({ name: 'Grace', email: 'grace@example.org', id });
    await expect(again).rejects.toMatchObject({ code: 'conflict', errors: { id: ['Already taken'] } });
    expect(memory.rows()).toHaveLength(1);
  });

  it('shows the new user in the lists of the scope that it was called in, and one that was refused in none', async () => {
    const { service, memory, scope } = openService();
    const users = scope.run(() => new Users({ provider: memory.users }));
    await users.load();
    const user = await scope.run(() => service.register(ada));
    expect(users.items).toEqual([user]);
    await expect(scope.run(() => service.register(ada))).rejects.toThrow(ConflictError);
    expect(users.items).toEqual([user]);
  });

  it('refuses an e-mail that a look-up finds, whatever its case, without trying to write', async () => {
    const { service, calls } = openService([storedUser('1', { email: 'ada@example.org' })]);
    const refused = service.register({ ...ada, email: 'ADA@EXAMPLE.ORG' });
    await expect(refused).rejects.toThrow(ConflictError);
    await expect(refused).rejects.toMatchObject(takenEmail);
    expect(calls).toEqual(['list']);
  });

  it('refuses the slower of two who register one e-mail at the same time: the provider notices', async () => {
    const { service, memory, calls } = openService();
    const both = await Promise.allSettled([service.register(ada), service.register(ada)]);
    expect(both).toMatchObject([{ status: 'fulfilled' }, { status: 'rejected', reason: takenEmail }]);
    expect(calls).toEqual(['list', 'list', 'publish', 'publish']);
    expect(memory.rows()).toHaveLength(1);
  });

  it.each([
    ['blames the e-mail where a provider does not say what is in conflict', true, takenEmail],
    ['hands on a conflict that is not about the e-mail', false, { code: 'conflict', message: 'Vague' }],
  ])('%s', async (_, isStored, expected) => {
    const { memory, providers } = openService();
    class Vague extends memory.user {
      override async publish(data: Partial<IUser>): Promise<never> {
        if (isStored) await super.publish(data, { isNew: true });
        throw new ConflictError('Vague');
      }
    }
    const service = new UserService({ ...providers, item: Vague });
    await expect(service.register(ada)).rejects.toMatchObject(expected);
  });

  it('refuses wrong and unknown values, and asks no provider about them', async () => {
    const { service, calls } = openService();
    const values = { name: 'A', email: 'ada', version: 7 };
    await expect(service.register(values)).rejects.toMatchObject({
      code: 'validation',
      errors: {
        name: [expect.any(String)],
        email: ['Must be an e-mail address'],
        version: ['Unknown field'],
      },
    });
    expect(calls).toEqual([]);
  });

  it('is not misled by an edit of the scope that nobody published', async () => {
    const row = storedUser('1', { email: 'ada@example.org' });
    const { service, memory, scope } = openService([row]);
    const edited = scope.run(() => new User({ ...row, provider: memory.user }));
    edited.email = 'grace@example.org';
    await expect(scope.run(() => service.register(ada))).rejects.toMatchObject(takenEmail);
    await scope.run(() => service.register({ name: 'Grace', email: 'grace@example.org' }));
    expect(edited.email).toBe('grace@example.org');
    expect(memory.rows()[0]).toEqual(row);
  });

  it('hands on what the provider throws', async () => {
    const down = new Error('The store is down');
    const { service } = openService([], () => Promise.reject(down));
    await expect(service.register(ada)).rejects.toBe(down);
  });
});
