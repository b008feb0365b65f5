import type { UserRow } from '../data';
import type { FullSubject } from './subject';

/** What everything is compared with. */
export class PlainUser implements UserRow {
  id: string;
  name: string;
  email: string;
  role: 'user' | 'admin';
  age: number;

  constructor({ id, name, email, role, age }: UserRow) {
    this.id = id;
    this.name = name;
    this.email = email;
    this.role = role;
    this.age = age;
  }
}

const assign = (user: UserRow, values: Omit<UserRow, 'id'>): void => {
  user.name = values.name;
  user.email = values.email;
  user.role = values.role;
  user.age = values.age;
};

export const plain: Omit<FullSubject<PlainUser>, 'onName' | 'onChange'> = {
  make: (row) => new PlainUser(row),
  read: (user) => user.name,
  write: (user, name) => {
    user.name = name;
  },
  assign,
  toPlain: ({ id, name, email, role, age }) => ({ id, name, email, role, age }),
};

/** A plain user, and whom the hand-written code around it calls after a write. */
class ToldUser extends PlainUser {
  heard: () => void = () => {};
}

const hear = (user: ToldUser, heard: () => void): void => {
  user.heard = heard;
};

export const told: FullSubject<ToldUser> = {
  ...plain,
  make: (row) => new ToldUser(row),
  write: (user, name) => {
    user.name = name;
    user.heard();
  },
  assign: (user, values) => {
    assign(user, values);
    user.heard();
  },
  onName: hear,
  onChange: hear,
};
