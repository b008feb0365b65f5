import { describe, expect, it } from 'vitest';
import { type IUser, userCreateSchema, userPatchSchema, userSchema } from './types';

const ada: IUser = {
  id: '0190c6e4-7b5a-7cc2-9f4e-2f1c3a5b7d90',
  name: 'Ada Lovelace',
  email: 'ada@example.org',
  role: 'admin',
  status: 'active',
  createdAt: new Date('2024-01-01T00:00:00Z'),
  updatedAt: new Date('2024-01-02T00:00:00Z'),
  version: 1,
};

describe('userSchema', () => {
  it('takes a whole user as it is', () => {
    expect(userSchema.parse(ada)).toEqual(ada);
  });

  it.each([
    ['name', 'A'],
    ['name', 'A'.repeat(201)],
    ['name', 'A\u0000a'],
    ['email', 'ada'],
    ['role', 'owner'],
    ['status', ''],
    ['createdAt', '2024-01-01'],
    ['updatedAt', new Date(Number.NaN)],
    ['version', 0],
    ['version', 1.5],
    ['id', ''],
    ['id', 1],
  ])('refuses %s = %j and names the field', (field, value) => {
    const issues = userSchema.safeParse({ ...ada, [field]: value }).error?.issues;
    expect(issues?.map((issue) => issue.path)).toEqual([[field]]);
  });

  it('refuses an unknown key', () => {
    expect(userSchema.safeParse({ ...ada, isAdmin: true }).success).toBe(false);
  });
});

describe('userCreateSchema', () => {
  it('fills role and status', () => {
    expect(userCreateSchema.parse({ name: 'Ada', email: 'Ada@example.org' })).toEqual({
      name: 'Ada',
      email: 'ada@example.org',
      role: 'user',
      status: 'active',
    });
  });

  it('takes a UUIDv7 in lower case as id and no other', () => {
    const named = { name: 'Ada', email: 'ada@example.org' };
    expect(userCreateSchema.parse({ ...named, id: ada.id }).id).toBe(ada.id);
    for (const id of [ada.id.toUpperCase(), '1', '', '9b2f4ad4-3c3f-4c57-8d55-0d1d4f3a9b11', undefined]) {
      expect(userCreateSchema.safeParse({ ...named, id }).success).toBe(false);
    }
  });

  it.each(['createdAt', 'updatedAt', 'version'] as const)('refuses %s, which is the store’s', (field) => {
    const input = { name: 'Ada', email: 'ada@example.org', [field]: ada[field] };
    expect(userCreateSchema.safeParse(input).success).toBe(false);
  });
});

describe('userPatchSchema', () => {
  it('takes any of a user’s own fields and adds none', () => {
    expect(userPatchSchema.parse({ status: 'inactive' })).toEqual({ status: 'inactive' });
    expect(userPatchSchema.parse({})).toEqual({});
  });

  it.each(['id', 'createdAt', 'updatedAt', 'version'] as const)('refuses %s', (field) => {
    expect(userPatchSchema.safeParse({ [field]: ada[field] }).success).toBe(false);
  });

  it('refuses undefined as a value', () => {
    expect(userPatchSchema.safeParse({ name: undefined }).success).toBe(false);
  });
});
