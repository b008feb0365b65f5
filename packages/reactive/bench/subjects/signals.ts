import { batch as preactBatch, effect as preactEffect, signal as preactSignal } from '@preact/signals-core';
import { effect, endBatch, signal, startBatch } from 'alien-signals';
import type { UserRow } from '../data';
import type { FullSubject } from './subject';

/** One bare signal per property, as one would write it by hand. */
export class AlienUser {
  readonly id: string;
  readonly name;
  readonly email;
  readonly role;
  readonly age;

  constructor(row: UserRow) {
    this.id = row.id;
    this.name = signal(row.name);
    this.email = signal(row.email);
    this.role = signal(row.role);
    this.age = signal(row.age);
  }
}

/** Calls `heard` at each change, but not for the first look. */
const afterFirst = (look: () => void, heard: () => void): (() => void) => {
  let first = true;
  return () => {
    look();
    if (first) first = false;
    else heard();
  };
};

export const alien: FullSubject<AlienUser> = {
  make: (row) => new AlienUser(row),
  read: (user) => user.name(),
  write: (user, name) => user.name(name),
  assign: (user, { name, email, role, age }) => {
    startBatch();
    user.name(name);
    user.email(email);
    user.role(role);
    user.age(age);
    endBatch();
  },
  onName: (user, heard) => {
    effect(afterFirst(user.name, heard));
  },
  onChange: (user, heard) => {
    effect(afterFirst(() => [user.name(), user.email(), user.role(), user.age()], heard));
  },
  toPlain: (user) => ({
    id: user.id,
    name: user.name(),
    email: user.email(),
    role: user.role(),
    age: user.age(),
  }),
};

class PreactUser {
  readonly id: string;
  readonly name;
  readonly email;
  readonly role;
  readonly age;

  constructor(row: UserRow) {
    this.id = row.id;
    this.name = preactSignal(row.name);
    this.email = preactSignal(row.email);
    this.role = preactSignal(row.role);
    this.age = preactSignal(row.age);
  }
}

export const preact: Omit<FullSubject<PreactUser>, 'toPlain'> = {
  make: (row) => new PreactUser(row),
  read: (user) => user.name.value,
  write: (user, name) => {
    user.name.value = name;
  },
  assign: (user, values) =>
    preactBatch(() => {
      user.name.value = values.name;
      user.email.value = values.email;
      user.role.value = values.role;
      user.age.value = values.age;
    }),
  onName: (user, heard) => {
    preactEffect(afterFirst(() => user.name.value, heard));
  },
  onChange: (user, heard) => {
    const look = () => [user.name.value, user.email.value, user.role.value, user.age.value];
    preactEffect(afterFirst(look, heard));
  },
};
