import fc from 'fast-check';
import { fieldsOf, matcher, parseQuery } from 'reactive/query';
import { describe, expect, it } from 'vitest';
import {
  type IUser,
  USER_ROLES,
  USER_STATUSES,
  userCreateSchema,
  userPatchSchema,
  userSchema,
} from '../entities/user';
import { storedUser } from '../entities/user/memory.fixture';
import { type Action, type Actor, SYSTEM, userPolicy, type Viewer } from './index';

const ALL = Object.keys(userSchema.shape);
const PUBLIC = ['id', 'name', 'role', 'status', 'version'];
const CREATED = Object.keys(userCreateSchema.shape);
const CHANGED = Object.keys(userPatchSchema.shape);

const admin: Viewer = { id: 'admin', role: 'admin', status: 'active' };
const user: Viewer = { id: 'user', role: 'user', status: 'active' };
const left: Viewer = { id: 'left', role: 'admin', status: 'inactive' };

const rows = {
  admin: storedUser('admin', { role: 'admin' }),
  user: storedUser('user'),
  active: storedUser('other'),
  inactive: storedUser('away', { status: 'inactive' }),
};

/** What an actor may do with a row: the fields to read and to change, and whether to delete it. */
const allowed = (actor: Actor, row: IUser) => [
  userPolicy.readableFields(actor, row).toSorted(),
  userPolicy.writableFields(actor, row, 'update').toSorted(),
  userPolicy.can(actor, 'delete', { row }),
];

const sorted = (names: readonly string[]): string[] => names.toSorted();
const EVERYTHING = [sorted(ALL), sorted(CHANGED), true];
const NOTHING = [[], [], false];

describe('the policy of users', () => {
  it.each<[string, { actor: Actor; row: keyof typeof rows }, unknown]>([
    ['an admin themselves', { actor: admin, row: 'admin' }, [sorted(ALL), ['email', 'name'], false]],
    ['an admin a user', { actor: admin, row: 'user' }, EVERYTHING],
    ['an admin an inactive user', { actor: admin, row: 'inactive' }, EVERYTHING],
    ['a user themselves', { actor: user, row: 'user' }, [sorted(ALL), ['name'], false]],
    ['a user an active one', { actor: user, row: 'active' }, [PUBLIC, [], false]],
    ['a user an admin', { actor: user, row: 'admin' }, [PUBLIC, [], false]],
    ['a user an inactive one', { actor: user, row: 'inactive' }, NOTHING],
    ['an inactive admin a user', { actor: left, row: 'user' }, NOTHING],
    ['nobody a user', { actor: undefined, row: 'user' }, NOTHING],
    ['the program a user', { actor: SYSTEM, row: 'user' }, EVERYTHING],
  ])('%s', (_, { actor, row }, expected) => {
    expect(allowed(actor, rows[row])).toEqual(expected);
  });

  it('lets admins and the program create, and nobody else', () => {
    for (const actor of [admin, SYSTEM] as const) {
      expect(sorted(userPolicy.writableFields(actor, {}, 'create'))).toEqual(sorted(CREATED));
      expect(() => userPolicy.authorize(actor, 'create', { row: {}, fields: CREATED })).not.toThrow();
    }
    for (const actor of [user, left, undefined] as const) {
      expect(userPolicy.can(actor, 'create')).toBe(false);
      expect(userPolicy.writableFields(actor, rows.user, 'create')).toEqual([]);
    }
  });

  it('hides from queries what may not be read of every row', () => {
    const names = (actor: Actor) => [...userPolicy.queryableFields(actor).keys()].toSorted();
    expect(names(admin)).toEqual(sorted(ALL));
    expect(names(SYSTEM)).toEqual(sorted(ALL));
    expect(names(user)).toEqual(PUBLIC);
    expect([names(left), names(undefined)]).toEqual([[], []]);
  });

  it('says why not', () => {
    const why = (actor: Actor, field: string, row = rows.user) =>
      userPolicy.reason(actor, 'update', { row, field });
    expect(why(undefined, 'name')).toBe('Sign in first');
    expect(why(left, 'name')).toBe('This account is inactive');
    expect(why(user, 'role')).toBe('Nobody changes their own role');
    expect(why(admin, 'status', rows.admin)).toBe('Nobody changes their own status');
    expect(why(user, 'email')).toBe('Only an admin may do this');
    expect(why(admin, 'version')).toBe('Nobody may do this');
    expect(why(admin, 'role')).toBeUndefined();
    expect(userPolicy.reason(admin, 'delete', { row: rows.admin })).toBe('Nobody deletes themselves');
  });
});

describe('a refusal', () => {
  const refusal = (actor: Actor, ...[action, row, fields]: [Action, object, string[]?]) => {
    try {
      userPolicy.authorize(actor, action, { row, ...(fields && { fields }) });
    } catch (error) {
      return error;
    }
    return undefined;
  };

  it('names the fields that are to blame, each with its reason', () => {
    expect(refusal(user, 'update', rows.user, ['name', 'role', 'email'])).toMatchObject({
      code: 'forbidden',
      errors: { role: ['Nobody changes their own role'], email: ['Only an admin may do this'] },
    });
    expect(refusal(user, 'update', rows.user, ['name'])).toBeUndefined();
  });

  it('does not take a change of nothing for a change that is allowed', () => {
    expect(refusal(user, 'update', rows.user, [])).toMatchObject({ code: 'forbidden' });
    expect(refusal(user, 'update', rows.user)).toMatchObject({ code: 'forbidden' });
    expect(userPolicy.writableWhere(user, 'update', [])).toBeUndefined();
  });

  it('does not tell of a row that may not be read', () => {
    for (const action of ['read', 'update', 'delete'] as const) {
      expect(refusal(user, action, rows.inactive, ['name'])).toMatchObject({ code: 'not_found' });
    }
    expect(refusal(user, 'delete', rows.active)).toMatchObject({ code: 'forbidden' });
    expect(() => userPolicy.present(user, rows.inactive)).toThrow('Not found');
  });

  it('asks nobody to sign in, and tells who may not that their account is inactive', () => {
    expect(refusal(undefined, 'update', rows.user, ['name'])).toMatchObject({ code: 'unauthenticated' });
    expect(refusal(undefined, 'create', {}, ['name'])).toMatchObject({ code: 'unauthenticated' });
    expect(refusal(left, 'read', rows.user)).toMatchObject({ message: 'This account is inactive' });
    expect(() => userPolicy.readableWhere(undefined)).toThrow('Sign in first');
    expect(() => userPolicy.readableWhere(left)).toThrow('This account is inactive');
  });
});

it('a row is shown by an allow-list, whatever it holds', () => {
  const smuggled = { ...rows.active, passwordHash: 'secret', creationKey: 'key', __proto__: { token: 'x' } };
  expect(sorted(Object.keys(userPolicy.present(user, smuggled)))).toEqual(PUBLIC);
  expect(sorted(Object.keys(userPolicy.present(admin, smuggled)))).toEqual(sorted(ALL));
  expect(userPolicy.present(user, { id: 'x', status: 'active' })).toEqual({ id: 'x', status: 'active' });
});

it('a viewer who changes is another one', () => {
  const viewer = { id: 'v', role: 'admin' as IUser['role'], status: 'active' as IUser['status'] };
  expect(userPolicy.can(viewer, 'create')).toBe(true);
  viewer.role = 'user';
  expect(userPolicy.can(viewer, 'create')).toBe(false);
});

const ids = fc.constantFrom('a', 'b', 'c');
const actors = fc.oneof(
  fc.record({ id: ids, role: fc.constantFrom(...USER_ROLES), status: fc.constantFrom(...USER_STATUSES) }),
  fc.constant(SYSTEM),
  fc.constant(undefined),
);
const users = fc
  .record({ id: ids, role: fc.constantFrom(...USER_ROLES), status: fc.constantFrom(...USER_STATUSES) })
  .map(({ id, ...values }) => storedUser(id, values));

/** Whether a filter has a row; a filter that is refused has none. */
const has = (where: () => object | undefined, row: IUser): boolean => {
  try {
    const found = where();
    return found !== undefined && matcher(parseQuery(fieldsOf(userSchema), { where: found }).where)(row);
  } catch {
    return false;
  }
};

it('its filters say of every row what it says itself', () => {
  fc.assert(
    fc.property(actors, users, fc.subarray(CHANGED, { minLength: 1 }), (actor, row, fields) => {
      expect(has(() => userPolicy.readableWhere(actor), row)).toBe(userPolicy.can(actor, 'read', { row }));
      expect(has(() => userPolicy.writableWhere(actor, 'delete'), row)).toBe(
        userPolicy.can(actor, 'delete', { row }),
      );
      expect(has(() => userPolicy.writableWhere(actor, 'update', fields), row)).toBe(
        fields.every((field) => userPolicy.can(actor, 'update', { row, field })),
      );
      const readable: string[] = ALL.filter((field) => userPolicy.can(actor, 'read', { row, field }));
      expect(userPolicy.readableFields(actor, row)).toEqual(readable);
      const hidden = userPolicy.readableFields(actor).filter((name) => !readable.includes(name));
      expect(readable.length === 0 || hidden.length === 0).toBe(true);
    }),
    { numRuns: 2000 },
  );
});
