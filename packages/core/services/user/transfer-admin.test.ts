import {
  ConflictError,
  NotFoundError,
  type ReactiveError,
  UnavailableError,
  ValidationError,
} from 'reactive/errors';
import { describe, expect, it } from 'vitest';
import { type IUser, User, Users } from '../../entities/user';
import { storedUser } from '../../entities/user/memory.fixture';
import { type AdminTransfer, UserService } from '../user.service';
import { activeAdmins, openService } from './service.fixture';

const rows = [
  storedUser('ada', { role: 'admin' }),
  storedUser('grace'),
  storedUser('edsger', { status: 'inactive' }),
  storedUser('alan', { role: 'admin' }),
  storedUser('joan', { role: 'admin', status: 'inactive' }),
];
const adaToGrace = { fromId: 'ada', toId: 'grace' };

/** Fails the update of that position, counted from 1. */
const failAtWrite = (position: number) => {
  let writes = 0;
  return openService(rows, ({ operation }) => {
    if (operation === 'publish') writes += 1;
    if (operation === 'publish' && writes === position) throw new UnavailableError('The store is down');
  });
};

describe('transferAdmin', () => {
  it('promotes the one, then demotes the other, and answers both', async () => {
    const { service, memory, calls } = openService(rows);
    const { from, to } = await service.transferAdmin(adaToGrace);
    expect([from.isAdmin, to.isAdmin]).toEqual([false, true]);
    expect([from.unpublished, to.unpublished]).toEqual([false, false]);
    expect(activeAdmins(memory.rows())).toEqual(['grace', 'alan']);
    expect(calls).toEqual(['load', 'load', 'publish', 'publish']);
  });

  it.each<[string, AdminTransfer, [new () => ReactiveError, string]]>([
    ['an unknown target', { ...adaToGrace, toId: 'nobody' }, [NotFoundError, 'toId']],
    ['an unknown admin', { ...adaToGrace, fromId: 'nobody' }, [NotFoundError, 'fromId']],
    ['an inactive target', { ...adaToGrace, toId: 'edsger' }, [ConflictError, 'toId']],
    ['an inactive admin as the target', { ...adaToGrace, toId: 'joan' }, [ConflictError, 'toId']],
    ['a target that is an admin already', { ...adaToGrace, toId: 'alan' }, [ConflictError, 'toId']],
    ['one who is no admin', { fromId: 'grace', toId: 'ada' }, [ConflictError, 'fromId']],
    ['an admin who is inactive', { fromId: 'joan', toId: 'grace' }, [ConflictError, 'fromId']],
    ['the same user twice', { fromId: 'ada', toId: 'ada' }, [ValidationError, 'toId']],
    ['an empty id', { ...adaToGrace, fromId: '' }, [ValidationError, 'fromId']],
  ])('refuses %s, and changes nothing', async (_, transfer, [type, field]) => {
    const { service, memory } = openService(rows);
    const refused = service.transferAdmin(transfer);
    await expect(refused).rejects.toBeInstanceOf(type);
    await expect(refused).rejects.toMatchObject({ errors: { [field]: [expect.any(String)] } });
    expect(memory.rows()).toEqual(rows);
  });

  it('changes nothing when the promotion fails', async () => {
    const { service, memory } = failAtWrite(1);
    await expect(service.transferAdmin(adaToGrace)).rejects.toThrow('The store is down');
    expect(memory.rows()).toEqual(rows);
  });

  it('leaves two admins, and says so to the scope, when the demotion fails', async () => {
    const { service, memory, scope } = failAtWrite(2);
    const [ada, grace] = scope.run(() => [
      new User({ ...storedUser('ada', { role: 'admin' }) }),
      new User({ ...storedUser('grace') }),
    ]);
    const transfer = scope.run(() => service.transferAdmin(adaToGrace));
    await expect(transfer).rejects.toBeInstanceOf(UnavailableError);
    expect(activeAdmins(memory.rows())).toEqual(['ada', 'grace', 'alan']);
    expect([ada?.isAdmin, grace?.isAdmin, ada?.unpublished]).toEqual([true, true, false]);
  });

  it('demotes nobody whom somebody else changed meanwhile', async () => {
    const { service, memory } = openService(rows, async ({ operation, id }) => {
      if (operation !== 'publish' || id !== 'grace') return;
      await new memory.user(null).publish({ id: 'ada', name: 'Ada Lovelace' });
    });
    await expect(service.transferAdmin(adaToGrace)).rejects.toMatchObject({ code: 'precondition_failed' });
    expect(activeAdmins(memory.rows())).toEqual(['ada', 'grace', 'alan']);
  });

  it('demotes nobody for a target that turns out to be inactive when it is promoted', async () => {
    const { memory, providers } = openService(rows);
    class LastWriteWins extends memory.user {
      override async publish(data: Partial<IUser>) {
        if (data.id === 'grace') await super.publish({ id: 'grace', status: 'inactive' });
        return super.publish(data);
      }
    }
    const service = new UserService({ ...providers, item: LastWriteWins });
    await expect(service.transferAdmin(adaToGrace)).rejects.toMatchObject({
      errors: { toId: ['Is not active any more'] },
    });
    expect(activeAdmins(memory.rows())).toEqual(['ada', 'alan']);
  });

  it('is seen at once by the users and lists of the scope, with their events', async () => {
    const { service, memory, scope } = openService(rows);
    const admins = scope.run(() => new Users({ provider: memory.users }));
    await admins.load({ where: { role: 'admin', status: 'active' }, orderBy: { id: 'asc' } });
    const ada = admins.get('ada');
    const roles: string[] = [];
    ada?.on('role.changed', ({ previous, value }) => roles.push(`${previous} → ${value}`));
    const { to } = await scope.run(() => service.transferAdmin(adaToGrace));
    expect(admins.mapItems(({ id }) => id)).toEqual(['alan', 'grace']);
    expect(admins.get('grace')?.localKey).toBe(to.localKey);
    expect(roles).toEqual(['admin → user']);
  });

  it('neither decides by edits that nobody published, nor saves or loses them', async () => {
    const { service, memory, scope } = openService(rows);
    const grace = scope.run(() => new User({ ...storedUser('grace'), provider: memory.user }));
    grace.set({ name: 'Amazing Grace', status: 'inactive' });
    await scope.run(() => service.transferAdmin(adaToGrace));
    expect(memory.rows()[1]).toMatchObject({ name: 'User grace', status: 'active', role: 'admin' });
    expect(grace.changedProperties).toEqual(['name', 'status']);
    expect(grace.isAdmin).toBe(true);
  });

  it('ends well when the scope that it was called in ends before it', async () => {
    const { service, memory, scope } = openService(rows);
    const transfer = scope.run(() => service.transferAdmin(adaToGrace));
    scope.dispose();
    await expect(transfer).resolves.toMatchObject({ from: { role: 'user' }, to: { role: 'admin' } });
    expect(activeAdmins(memory.rows())).toEqual(['grace', 'alan']);
  });

  it('hands on what a provider throws on the way', async () => {
    const down = new Error('The store is down');
    const { service } = openService(rows, () => Promise.reject(down));
    await expect(service.transferAdmin(adaToGrace)).rejects.toBe(down);
  });
});
