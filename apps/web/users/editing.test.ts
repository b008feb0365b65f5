import { type IUser, User, userSchema } from '@myapp/core/entities/user';
import { UnavailableError } from 'reactive/errors';
import { Scope } from 'reactive/registry';
import { memoryProvider } from 'reactive/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { UserEditing } from './editing';

const ada: IUser = {
  id: '0190c6e4-7b5a-7cc2-9f4e-2f1c3a5b7d90',
  name: 'Ada Lovelace',
  email: 'ada@example.org',
  role: 'user',
  status: 'active',
  createdAt: new Date('2026-01-02T03:04:05Z'),
  updatedAt: new Date('2026-01-02T03:04:05Z'),
  version: 1,
};
const grace: IUser = { ...ada, id: '0190c6e4-7b5a-7cc2-9f4e-2f1c3a5b7d91', email: 'grace@example.org' };

const store = () => {
  /** Runs before each answer of the server; what it throws is the answer. */
  const control = { before: (): void | Promise<void> => undefined };
  const { ItemProvider, rows } = memoryProvider<IUser>({
    schema: userSchema,
    unique: ['email'],
    rows: [ada, grace],
    intercept: () => control.before(),
  });
  return { control, ItemProvider, rows };
};

let server: ReturnType<typeof store>;
let scope: Scope;

const load = async (id: string, within = scope): Promise<User> => {
  const user = within.run(() => new User({ id, provider: server.ItemProvider }));
  await user.load();
  return user;
};

/** What somebody else does at another computer. */
const elsewhere = async (values: Partial<IUser>): Promise<void> => {
  const other = new Scope();
  await (await load(ada.id, other)).publish(values);
  other.dispose();
};

const storedAda = (): IUser | undefined => server.rows().find(({ id }) => id === ada.id);

beforeEach(() => {
  server = store();
  scope = new Scope();
});
afterEach(() => scope.dispose());

describe('editing a user', () => {
  it('keeps what is typed apart from the user, and saves it as one change', async () => {
    const user = await load(ada.id);
    const editing = new UserEditing(user);
    expect(editing.dirty).toBe(false);
    editing.type('name', 'Ada King');
    editing.type('role', 'admin');
    expect([editing.dirty, user.name]).toEqual([true, 'Ada Lovelace']);
    expect(await editing.save()).toBe(true);
    expect(storedAda()).toMatchObject({ name: 'Ada King', role: 'admin', version: 2 });
    expect([user.name, user.unpublished, editing.dirty]).toEqual(['Ada King', false, false]);
  });

  it('tells what is wrong with a field once it was touched, and saves nothing until all is right', async () => {
    const editing = new UserEditing(await load(ada.id));
    editing.type('name', 'A');
    expect(editing.messages('name')).toEqual([]);
    editing.touch('name');
    expect(editing.messages('name')).toEqual(['Must have at least 2 characters']);
    editing.type('email', 'ada');
    expect(await editing.save()).toBe(false);
    expect(editing.messages('email')).toEqual(['Must be an e-mail address']);
    editing.type('name', 'Ada');
    expect(editing.messages('name')).toEqual([]);
    expect(storedAda()?.version).toBe(1);
  });

  it('tells what the server refused until that field changes', async () => {
    const user = await load(ada.id);
    const editing = new UserEditing(user);
    editing.type('email', grace.email);
    expect(await editing.save()).toBe(false);
    expect(editing.messages('email')).toHaveLength(1);
    expect([editing.edit.email, user.email]).toEqual([grace.email, ada.email]);
    editing.type('name', 'Ada King');
    expect(editing.messages('email')).toHaveLength(1);
    editing.type('email', 'ada@king.org');
    expect(editing.messages('email')).toEqual([]);
    expect(await editing.save()).toBe(true);
  });

  it('keeps what was typed while the server is down, and saves it later', async () => {
    const user = await load(ada.id);
    const editing = new UserEditing(user);
    editing.type('name', 'Ada King');
    server.control.before = () => {
      throw new UnavailableError('No server');
    };
    expect(await editing.save()).toBe(false);
    expect(editing.failure?.code).toBe('unavailable');
    expect([editing.edit.name, editing.dirty, user.name]).toEqual(['Ada King', true, 'Ada Lovelace']);
    server.control.before = () => undefined;
    expect(await editing.save()).toBe(true);
    expect(editing.failure).toBeUndefined();
  });

  it('reverts to what is saved', async () => {
    const editing = new UserEditing(await load(ada.id));
    editing.type('name', '');
    await editing.save();
    editing.revert();
    expect([editing.edit.name, editing.dirty, editing.messages('name')]).toEqual([ada.name, false, []]);
  });
});

describe('others changing the same user', () => {
  it('puts mine and theirs side by side where both changed a field, and takes the rest', async () => {
    const user = await load(ada.id);
    const editing = new UserEditing(user);
    editing.type('name', 'Ada King');
    await elsewhere({ name: 'Countess', status: 'inactive' });
    expect(await editing.save()).toBe(false);
    expect(editing.conflict).toEqual({
      differences: [{ field: 'name', mine: 'Ada King', theirs: 'Countess' }],
      taken: ['status'],
    });
    expect([editing.edit.name, editing.edit.status, user.name]).toEqual(['Ada King', 'inactive', 'Countess']);
    expect(await editing.save()).toBe(true);
    expect(storedAda()).toMatchObject({ name: 'Ada King', status: 'inactive', version: 3 });
    expect(editing.conflict).toBeUndefined();
  });

  it('leaves theirs where it is chosen', async () => {
    const editing = new UserEditing(await load(ada.id));
    editing.type('name', 'Ada King');
    editing.type('role', 'admin');
    await elsewhere({ name: 'Countess' });
    await editing.save();
    editing.type('name', 'Countess');
    expect(await editing.save()).toBe(true);
    expect(storedAda()).toMatchObject({ name: 'Countess', role: 'admin' });
  });

  it('shows a conflict as soon as it is known here, before anything is saved', async () => {
    const user = await load(ada.id);
    const editing = new UserEditing(user);
    editing.follow();
    editing.type('name', 'Ada King');
    await elsewhere({ name: 'Countess' });
    await user.load();
    expect(editing.conflict?.differences).toEqual([{ field: 'name', mine: 'Ada King', theirs: 'Countess' }]);
    expect(editing.edit.name).toBe('Ada King');
  });

  it('follows silently as long as nothing is typed', async () => {
    const user = await load(ada.id);
    const editing = new UserEditing(user);
    editing.follow();
    await elsewhere({ name: 'Countess' });
    await user.load();
    expect([editing.edit.name, editing.conflict, editing.dirty]).toEqual(['Countess', undefined, false]);
  });

  it('counts as saved when they changed it to the same', async () => {
    const editing = new UserEditing(await load(ada.id));
    editing.type('name', 'Countess');
    await elsewhere({ name: 'Countess' });
    expect(await editing.save()).toBe(true);
    expect([editing.conflict, editing.failure]).toEqual([undefined, undefined]);
  });

  it('tells when the user was deleted, and keeps what was typed', async () => {
    const user = await load(ada.id);
    const editing = new UserEditing(user);
    editing.type('name', 'Ada King');
    const other = new Scope();
    await (await load(ada.id, other)).delete();
    expect(await editing.save()).toBe(false);
    expect(editing.failure?.code).toBe('not_found');
    expect([editing.edit.name, user.deleted]).toEqual(['Ada King', true]);
    other.dispose();
  });

  it('follows only while it is asked to, and catches up when it is asked again', async () => {
    const user = await load(ada.id);
    const editing = new UserEditing(user);
    editing.follow()();
    await elsewhere({ name: 'Countess' });
    await user.load();
    expect(editing.edit.name).toBe('Ada Lovelace');
    editing.follow();
    expect(editing.edit.name).toBe('Countess');
  });
});

describe('making a user', () => {
  const draft = (): UserEditing =>
    new UserEditing(scope.run(() => new User({ provider: server.ItemProvider })));

  it('starts empty and with defaults, and asks for what is missing', async () => {
    const editing = draft();
    expect([editing.dirty, editing.edit.name, editing.edit.role]).toEqual([false, '', 'user']);
    expect(await editing.save()).toBe(false);
    expect(editing.messages('name')).toEqual(['Must have at least 2 characters']);
    expect(editing.messages('email')).toEqual(['Must be an e-mail address']);
  });

  it('creates, and makes no second one when the answer was lost', async () => {
    const editing = draft();
    editing.type('name', 'Edsger Dijkstra');
    editing.type('email', 'Edsger@example.org');
    let calls = 0;
    server.control.before = () => {
      calls++;
      if (calls === 1) throw new UnavailableError('The answer was lost');
    };
    expect(await editing.save()).toBe(false);
    expect(await editing.save()).toBe(true);
    const made = server.rows().filter(({ email }) => email === 'edsger@example.org');
    expect(made).toMatchObject([{ name: 'Edsger Dijkstra', role: 'user', status: 'active', version: 1 }]);
  });

  it('keeps what was typed when the address is taken', async () => {
    const editing = draft();
    editing.type('name', 'Another Ada');
    editing.type('email', ada.email);
    expect(await editing.save()).toBe(false);
    expect(editing.messages('email')).toHaveLength(1);
    expect([editing.edit.name, editing.user.isDraft]).toEqual(['Another Ada', true]);
    editing.revert();
    expect([editing.edit.name, editing.dirty]).toEqual(['', false]);
  });
});
