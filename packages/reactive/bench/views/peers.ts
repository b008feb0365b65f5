import { computed as preactComputed, effect as preactEffect } from '@preact/signals-core';
import { computed, effect } from 'alien-signals';
import { computed as mobxComputed, observable, reaction } from 'mobx';
import { proxy, snapshot, subscribe } from 'valtio';
import { createStore } from 'zustand/vanilla';
import type { UserRow } from '../data';
import { KeystoneUser } from '../subjects/keystone';
import { MobxUser } from '../subjects/mobx';
import { alien, preact } from '../subjects/signals';
import { byText, type LiveView } from './view';

// What all of them do for lack of a live view: filter and sort again, as their documentation shows.

type Named = Pick<UserRow, 'id' | 'name' | 'role'>;

const adminsOf = <U extends Named>(users: readonly U[]): U[] =>
  users.filter(({ role }) => role === 'admin').sort((a, b) => byText(a.name, b.name) || byText(a.id, b.id));

const idsOf = (users: readonly Named[]): string[] => users.map(({ id }) => id);

/** Counts what is told after the first look. */
const counter = () => {
  let heard = -1;
  return { hear: () => void heard++, heard: () => heard };
};

interface Signals {
  readonly users: readonly { readonly write: (name: string) => void; readonly row: () => Named }[];
  readonly derive: <V>(compute: () => V) => () => V;
  readonly watch: (look: () => void) => unknown;
}

const signalsView = ({ users, derive, watch }: Signals): LiveView => {
  const shown = derive(() => adminsOf(users.map(({ row }) => row())));
  const { hear, heard } = counter();
  watch(() => {
    shown();
    hear();
  });
  return {
    update: (index, { name }) => users[index]?.write(name as string),
    heard,
    ids: () => idsOf(shown()),
  };
};

export const alienView = (rows: readonly UserRow[]): LiveView =>
  signalsView({
    users: rows.map((row) => {
      const user = alien.make(row);
      return { write: user.name, row: () => ({ id: user.id, name: user.name(), role: user.role() }) };
    }),
    derive: (compute) => computed(compute),
    watch: effect,
  });

export const preactView = (rows: readonly UserRow[]): LiveView =>
  signalsView({
    users: rows.map((row) => {
      const user = preact.make(row);
      return {
        write: (name: string) => preact.write(user, name),
        row: () => ({ id: user.id, name: user.name.value, role: user.role.value }),
      };
    }),
    derive: (compute) => {
      const cell = preactComputed(compute);
      return () => cell.value;
    },
    watch: preactEffect,
  });

const mobxLike = <U extends Named>(users: readonly U[], write: (user: U, name: string) => void): LiveView => {
  const list = observable.array([...users], { deep: false });
  const shown = mobxComputed(() => adminsOf(list));
  let heard = 0;
  const stop = reaction(
    () => shown.get(),
    () => {
      heard++;
    },
  );
  return {
    update: (index, { name }) => write(users[index] as U, name as string),
    heard: () => heard,
    ids: () => idsOf(shown.get()),
    dispose: stop,
  };
};

export const mobxView = (rows: readonly UserRow[]): LiveView =>
  mobxLike(
    rows.map((row) => new MobxUser(row)),
    (user, name) => {
      user.name = name;
    },
  );

export const keystoneView = (rows: readonly UserRow[]): LiveView =>
  mobxLike(
    rows.map((row) => new KeystoneUser(row)),
    (user, name) => user.setName(name),
  );

export const valtioView = (rows: readonly UserRow[]): LiveView => {
  const state = proxy({ users: [...rows] });
  const show = () => adminsOf(snapshot(state).users as readonly UserRow[]);
  let shown = show();
  let heard = 0;
  const dispose = subscribe(
    state,
    () => {
      shown = show();
      heard++;
    },
    true,
  );
  return {
    update: (index, { name }) => {
      const user = state.users[index];
      if (user !== undefined) user.name = name as string;
    },
    heard: () => heard,
    ids: () => idsOf(shown),
    dispose,
  };
};

export const zustandView = (rows: readonly UserRow[]): LiveView => {
  const store = createStore(() => ({ users: [...rows] }));
  let shown = adminsOf(store.getState().users);
  let heard = 0;
  const dispose = store.subscribe(({ users }) => {
    shown = adminsOf(users);
    heard++;
  });
  return {
    update: (index, { name }) =>
      store.setState(({ users }) => ({
        users: users.map((user, i) => (i === index ? { ...user, name: name as string } : user)),
      })),
    heard: () => heard,
    ids: () => idsOf(shown),
    dispose,
  };
};
