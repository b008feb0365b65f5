import { configure, makeObservable, observable, observe, reaction, runInAction } from 'mobx';
import type { UserRow } from '../data';
import type { FullSubject } from './subject';

configure({ enforceActions: 'never' });

export class MobxUser implements UserRow {
  id: string;
  name: string;
  email: string;
  role: 'user' | 'admin';
  age: number;

  constructor(row: UserRow) {
    this.id = row.id;
    this.name = row.name;
    this.email = row.email;
    this.role = row.role;
    this.age = row.age;
    makeObservable(this, { name: observable, email: observable, role: observable, age: observable });
  }
}

export const mobx: FullSubject<MobxUser> = {
  make: (row) => new MobxUser(row),
  read: (user) => user.name,
  write: (user, name) => {
    user.name = name;
  },
  assign: (user, { name, email, role, age }) =>
    runInAction(() => {
      user.name = name;
      user.email = email;
      user.role = role;
      user.age = age;
    }),
  onName: (user, heard) => {
    observe(user, 'name', heard);
  },
  onChange: (user, heard) => {
    reaction(() => [user.name, user.email, user.role, user.age], heard);
  },
  toPlain: ({ id, name, email, role, age }) => ({ id, name, email, role, age }),
};
