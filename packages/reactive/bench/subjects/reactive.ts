import { z } from 'zod';
import { Collection, type CollectionProvider } from '../../entities/collection';
import { Item, type ProviderClass, RegistryFactory } from '../../entities/item';
import { ReactiveModel } from '../../model';
import type { UserRow } from '../data';
import type { FullSubject } from './subject';

export class ModelUser extends ReactiveModel<UserRow> {
  declare id: string;
  declare name: string;
  declare email: string;
  declare role: 'user' | 'admin';
  declare age: number;

  constructor(specs: Partial<UserRow> = {}) {
    super({ properties: ['id', 'name', 'email', 'role', 'age'], ...specs });
  }
}

export class ItemUser extends Item<UserRow> {
  declare id: string;
  declare name: string;
  declare email: string;
  declare role: 'user' | 'admin';
  declare age: number;

  constructor(specs: Partial<UserRow> = {}) {
    super({ entity: 'users', properties: ['id', 'name', 'email', 'role', 'age'], ...specs });
  }
}

export class Users extends Collection<ItemUser> {
  constructor(specs: { provider?: ProviderClass<CollectionProvider<UserRow>> | undefined } = {}) {
    super({ entity: 'users', item: ItemUser, ...specs });
  }
}

export const userSchema = z.object({
  id: z.string().min(1),
  name: z.string().min(2).max(200),
  email: z.email().max(254),
  role: z.enum(['user', 'admin']),
  age: z.int().min(0),
});

export class CheckedModelUser extends ModelUser {
  protected override get schema() {
    return userSchema;
  }
}

export class CheckedItemUser extends ItemUser {
  protected override get schema() {
    return userSchema;
  }
}

/** What the workloads do with any of them. */
interface Observable {
  name: string;
  set(values: Partial<UserRow>): unknown;
  on(event: 'name.changed' | 'change', listener: () => void): unknown;
  getProperties(): object;
}

const access = {
  read: (user: Observable) => user.name,
  write: (user: Observable, name: string) => {
    user.name = name;
  },
  assign: (user: Observable, values: Partial<UserRow>) => {
    user.set(values);
  },
  onName: (user: Observable, heard: () => void) => {
    user.on('name.changed', heard);
  },
  onChange: (user: Observable, heard: () => void) => {
    user.on('change', heard);
  },
  toPlain: (user: Observable) => user.getProperties(),
};

const forget = (): void => RegistryFactory.clear('users');

export const model: FullSubject<ModelUser> = { ...access, make: (row) => new ModelUser(row) };

export const item: FullSubject<ItemUser> = {
  ...access,
  make: (row) => new ItemUser(row),
  forget,
};

export const checkedModel: FullSubject<CheckedModelUser> = {
  ...access,
  make: (row) => new CheckedModelUser(row),
};

export const checkedItem: FullSubject<CheckedItemUser> = {
  ...access,
  make: (row) => new CheckedItemUser(row),
  forget,
};
