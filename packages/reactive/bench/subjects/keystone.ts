import { reaction } from 'mobx';
import { getSnapshot, Model, model, prop, runUnprotected } from 'mobx-keystone';
import type { UserRow } from '../data';
import type { FullSubject } from './subject';

/** A mobx-keystone model; the decorator is called as the function that it is, and takes a name but once. */
export const KeystoneUser = model(`bench/User ${import.meta.url}`)(
  class extends Model({
    id: prop<string>(),
    name: prop<string>().withSetter(),
    email: prop<string>(),
    role: prop<'user' | 'admin'>(),
    age: prop<number>(),
  }) {},
);

export type KeystoneUser = InstanceType<typeof KeystoneUser>;

export const keystone: FullSubject<KeystoneUser> = {
  make: (row: UserRow) => new KeystoneUser(row),
  read: (user) => user.name,
  write: (user, name) => user.setName(name),
  assign: (user, values) => runUnprotected(() => void Object.assign(user, values)),
  onName: (user, heard) => {
    reaction(() => user.name, heard);
  },
  onChange: (user, heard) => {
    reaction(() => [user.name, user.email, user.role, user.age], heard);
  },
  toPlain: (user) => getSnapshot(user),
};
