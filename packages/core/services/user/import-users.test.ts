import { setErrorReporter, UnavailableError } from 'reactive/errors';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type IUser, Users } from '../../entities/user';
import { storedUser } from '../../entities/user/memory.fixture';
import { UserService } from '../user.service';
import { openService } from './service.fixture';

const ada = { name: 'Ada Lovelace', email: 'ada@example.org' };
const grace = { name: 'Grace Hopper', email: 'grace@example.org' };
const storedAda = storedUser('1', { ...ada, role: 'admin' });
const takenEmail = { status: 'refused', code: 'conflict', errors: { email: ['Already taken'] } };

const reported: unknown[] = [];
let restore = (): void => {};
beforeEach(() => {
  reported.length = 0;
  restore = setErrorReporter((error) => reported.push(error));
});
afterEach(() => restore());

async function* arriving(...rows: unknown[]) {
  for (const row of rows) yield await Promise.resolve(row);
}

describe('importUsers', () => {
  it.each([
    ['an array', () => [ada, grace]],
    ['a set', () => new Set([ada, grace])],
    ['rows that arrive', () => arriving(ada, grace)],
  ])('creates a user for each row of %s, in order', async (_, rows) => {
    const { service, memory } = openService();
    const { results, error } = await service.importUsers(rows(), { duplicates: 'refuse' });
    const created = memory.rows();
    expect(error).toBeUndefined();
    expect(created).toMatchObject([ada, grace]);
    expect(results).toEqual(created.map(({ id }, row) => ({ row, status: 'created', id })));
  });

  it('refuses rows that are wrong, with messages per field, and imports the others', async () => {
    const { service, memory } = openService();
    const rows = [null, { ...ada, name: 'A' }, grace, { ...ada, isAdmin: true }, 'ada', ada];
    const { results } = await service.importUsers(rows, { duplicates: 'update' });
    expect(results).toMatchObject([
      { row: 0, status: 'refused', code: 'validation', errors: { '': [expect.any(String)] } },
      { row: 1, status: 'refused', errors: { name: ['Must have at least 2 characters'] } },
      { row: 2, status: 'created' },
      { row: 3, status: 'refused', errors: { isAdmin: ['Unknown field'] } },
      { row: 4, status: 'refused' },
      { row: 5, status: 'created' },
    ]);
    expect(memory.rows()).toMatchObject([grace, ada]);
    expect(reported).toEqual([]);
  });

  it('refuses duplicates of the store and of the file, in whatever case', async () => {
    const { service, memory } = openService([storedAda]);
    const rows = [{ ...ada, email: 'ADA@example.org' }, grace, { ...grace, name: 'Other' }];
    const { results } = await service.importUsers(rows, { duplicates: 'refuse' });
    expect(results).toMatchObject([takenEmail, { status: 'created' }, takenEmail]);
    expect(memory.rows()).toMatchObject([storedAda, grace]);
  });

  it('updates duplicates with what their rows give, and with nothing else', async () => {
    const { service, memory } = openService([storedAda]);
    const rows = [ada, { ...ada, name: 'Ada King' }, { ...ada, name: 'Ada King', role: undefined }, grace];
    const { results } = await service.importUsers(rows, { duplicates: 'update' });
    expect(results).toMatchObject([
      { row: 0, status: 'unchanged', id: '1' },
      { row: 1, status: 'updated', id: '1' },
      { row: 2, status: 'unchanged', id: '1' },
      { row: 3, status: 'created' },
    ]);
    expect(memory.rows()[0]).toMatchObject({ name: 'Ada King', role: 'admin', version: 2 });
  });

  it('creates with the id that a row gives, and refuses an id that is not the one of the e-mail', async () => {
    const { service, memory } = openService();
    const id = '0190c6e4-7b5a-7cc2-9f4e-2f1c3a5b7d90';
    const other = '0190c6e4-7b5a-7cc2-9f4e-2f1c3a5b7d91';
    const rows = [
      { ...ada, id },
      { ...ada, id },
      { ...ada, id: other },
      { ...grace, id },
    ];
    const { results } = await service.importUsers(rows, { duplicates: 'update' });
    expect(results).toMatchObject([
      { status: 'created', id },
      { status: 'unchanged', id },
      { status: 'refused', errors: { id: ['Is not the id of the user with this e-mail'] } },
      { status: 'refused', errors: { id: ['Already taken'] } },
    ]);
    expect(memory.rows()).toMatchObject([{ id, ...ada }]);
  });

  it('shows what it wrote in the lists of the scope that it was called in', async () => {
    const { service, memory, scope } = openService([storedAda]);
    const users = scope.run(() => new Users({ provider: memory.users }));
    await users.load({ orderBy: { name: 'asc' } });
    const rows = [grace, { ...ada, name: 'Zoe' }];
    await scope.run(() => service.importUsers(rows, { duplicates: 'update' }));
    expect(users.mapItems(({ name }) => name)).toEqual(['Grace Hopper', 'Zoe']);
  });
});

describe('importUsers, when the store fails or others write', () => {
  it('refuses the row that the store fails at, and goes on', async () => {
    let writes = 0;
    const { service, memory } = openService([], ({ operation }) => {
      if (operation === 'publish' && ++writes === 1) throw new UnavailableError('Come back later');
    });
    const { results } = await service.importUsers([ada, grace, ada], { duplicates: 'refuse' });
    expect(results).toMatchObject([
      { status: 'refused', code: 'unavailable', errors: { '': ['Come back later'] } },
      { status: 'created' },
      { status: 'created' },
    ]);
    expect(memory.rows()).toMatchObject([grace, ada]);
  });

  it('reports an error that nobody expected, and tells nothing of it in the result', async () => {
    const bug = new Error('SELECT secrets');
    const { service } = openService([], () => Promise.reject(bug));
    const { results } = await service.importUsers([ada], { duplicates: 'update' });
    const refused = { row: 0, status: 'refused', code: 'internal', errors: { '': ['Internal error'] } };
    expect(results).toEqual([refused]);
    expect(reported).toEqual([bug]);
  });

  it('updates the user that somebody else was quicker to create', async () => {
    let isFirst = true;
    const { service, memory } = openService([], async ({ operation }) => {
      if (operation !== 'publish' || !isFirst) return;
      isFirst = false;
      await new memory.user(null).publish({ ...ada, name: 'Somebody', role: 'user', status: 'active' });
    });
    const { results } = await service.importUsers([ada], { duplicates: 'update' });
    expect(results).toMatchObject([{ status: 'updated' }]);
    expect(memory.rows()).toMatchObject([{ ...ada, version: 2 }]);
  });

  it.each([
    ['changed', 'updated', [{ name: 'Ada King', role: 'user', version: 3 }]],
    ['deleted', 'created', [{ name: 'Ada King', role: 'user', version: 1 }]],
  ])('starts a row again whose user somebody else %s meanwhile', async (how, status, expected) => {
    let isFirst = true;
    const { service, memory } = openService([storedAda], async ({ operation }) => {
      if (operation !== 'publish' || !isFirst) return;
      isFirst = false;
      const others = new memory.user(null);
      if (how === 'deleted') await others.delete('1');
      else await others.publish({ id: '1', role: 'user' });
    });
    const rows = [{ ...ada, name: 'Ada King' }];
    const { results } = await service.importUsers(rows, { duplicates: 'update' });
    expect(results).toMatchObject([{ status }]);
    expect(memory.rows()).toMatchObject(expected);
  });

  it('gives a row up that others are quicker with every time', async () => {
    const { memory, providers } = openService([storedAda]);
    let tries = 0;
    class Busy extends memory.user {
      override async publish(...parameters: [Partial<IUser>, { isNew: boolean }?]) {
        tries += 1;
        await super.publish({ id: '1', name: `Somebody ${tries}` });
        return super.publish(...parameters);
      }
    }
    const service = new UserService({ ...providers, item: Busy });
    const rows = [{ ...ada, name: 'Ada King' }];
    const { results } = await service.importUsers(rows, { duplicates: 'update' });
    expect(results).toMatchObject([{ status: 'refused', code: 'precondition_failed' }]);
    expect(tries).toBe(3);
  });
});

describe('importUsers, on its way', () => {
  it('tells each result before it reads on, and waits until that is taken in', async () => {
    const log: string[] = [];
    function* rows() {
      for (const row of [ada, null, grace]) {
        log.push('read');
        yield row;
      }
    }
    const { service } = openService();
    const { results } = await service.importUsers(rows(), {
      duplicates: 'refuse',
      onProgress: async (result) => {
        await Promise.resolve();
        log.push(`${result.row} ${result.status}`);
      },
    });
    expect(log).toEqual(['read', '0 created', 'read', '1 refused', 'read', '2 created']);
    expect(results).toHaveLength(3);
  });

  it.each([
    [
      'throws',
      () => {
        throw new Error('No bar');
      },
    ],
    ['rejects', () => Promise.reject(new Error('No bar'))],
  ])('goes on when whoever is told %s, and reports it', async (_, onProgress) => {
    const { service, memory } = openService();
    await service.importUsers([ada, grace], { duplicates: 'refuse', onProgress });
    expect(memory.rows()).toHaveLength(2);
    expect(reported).toMatchObject([{ message: 'No bar' }, { message: 'No bar' }]);
  });

  it('stops between rows when it is aborted, closes the source, and tells what was done', async () => {
    const abort = new AbortController();
    let closed = false;
    function* rows() {
      try {
        yield* [ada, grace, { ...ada, email: 'third@example.org' }];
      } finally {
        closed = true;
      }
    }
    const { service, memory } = openService([], ({ operation }) => {
      if (operation === 'publish') abort.abort('enough');
    });
    const { signal } = abort;
    const { results, error } = await service.importUsers(rows(), { duplicates: 'refuse', signal });
    expect(results).toMatchObject([{ row: 0, status: 'created' }]);
    expect(error).toMatchObject({ code: 'aborted', cause: 'enough' });
    expect(memory.rows()).toMatchObject([ada]);
    await expect.poll(() => closed).toBe(true);
  });

  it('reads nothing when it was aborted before', async () => {
    let read = 0;
    function* rows() {
      read += 1;
      yield ada;
    }
    const { service, memory } = openService();
    const options = { duplicates: 'refuse', signal: AbortSignal.abort() } as const;
    const { results, error } = await service.importUsers(rows(), options);
    expect([results, error?.code, read, memory.rows()]).toEqual([[], 'aborted', 0, []]);
  });

  it('stops waiting for a row that never comes when it is aborted', async () => {
    const abort = new AbortController();
    async function* rows() {
      yield ada;
      await new Promise(() => {});
    }
    const { service } = openService();
    const { results, error } = await service.importUsers(rows(), {
      duplicates: 'refuse',
      signal: abort.signal,
      onProgress: () => void setTimeout(() => abort.abort(), 5),
    });
    expect(results).toHaveLength(1);
    expect(error?.code).toBe('aborted');
  });

  it('tells what was done when the source of the rows fails', async () => {
    async function* rows() {
      yield ada;
      await Promise.reject(new UnavailableError('The upload broke off'));
    }
    const { service, memory } = openService();
    const { results, error } = await service.importUsers(rows(), { duplicates: 'refuse' });
    expect(results).toMatchObject([{ row: 0, status: 'created' }]);
    expect(error).toBeInstanceOf(UnavailableError);
    expect(memory.rows()).toMatchObject([ada]);
  });
});
