import { proxy, snapshot, subscribe } from 'valtio';
import { subscribeKey } from 'valtio/utils';
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { UserRow } from '../data';
import type { FullSubject, Subject } from './subject';

/** Valtio tells of several writes as one only later, which is not what `assign` asks for. */
export const valtio: Omit<FullSubject<UserRow>, 'assign'> = {
  make: (row) => proxy({ ...row }),
  read: (user) => user.name,
  write: (user, name) => {
    user.name = name;
  },
  onName: (user, heard) => {
    subscribeKey(user, 'name', heard, true);
  },
  onChange: (user, heard) => {
    subscribe(user, heard, true);
  },
  toPlain: (user) => snapshot(user),
};

/** A store for each user: Zustand has no entities, and this is the least it can do. */
export const zustand: Subject<StoreApi<UserRow>> &
  Required<Pick<Subject<StoreApi<UserRow>>, 'assign' | 'onName' | 'onChange'>> = {
  make: (row) => createStore<UserRow>(() => row),
  read: (user) => user.getState().name,
  write: (user, name) => user.setState({ name }),
  assign: (user, values) => user.setState(values),
  onName: (user, heard) => {
    user.subscribe((now, before) => {
      if (now.name !== before.name) heard();
    });
  },
  onChange: (user, heard) => {
    user.subscribe(heard);
  },
};
