import { observer } from 'mobx-react-lite';
import { memo, type ReactNode, useEffect, useState } from 'react';
import { flushSync } from 'react-dom';
import { createRoot } from 'react-dom/client';
import { create } from 'zustand';
import { useCollection, useModel } from '../../react';
import { type UserRow, userRows } from '../data';
import { MobxUser } from '../subjects/mobx';
import { ItemUser, Users } from '../subjects/reactive';

type Shown = Pick<UserRow, 'id' | 'name' | 'role'>;

/** Rows on the screen, and how one of them is given another name. */
interface Contender {
  readonly rows: ReactNode;
  readonly rename: (index: number, name: string) => void;
}

let rendered = 0;

const line = ({ id, name, role }: Shown): ReactNode => {
  rendered++;
  return (
    <tr id={id}>
      <td>{name}</td>
      <td>{role}</td>
    </tr>
  );
};

/** React alone: a row keeps its name itself, and hands out what sets it. */
const byHand = (data: readonly UserRow[]): Contender => {
  const setters: ((name: string) => void)[] = [];
  const Row = memo(({ user, index }: { readonly user: UserRow; readonly index: number }) => {
    const [name, setName] = useState(user.name);
    useEffect(() => {
      setters[index] = setName;
    }, [index]);
    return line({ ...user, name });
  });
  return {
    rows: data.map((user, index) => <Row key={user.id} user={user} index={index} />),
    rename: (index, name) => setters[index]?.(name),
  };
};

// Memoised, as MobX does with each observer.
const ModelRow = memo(({ user }: { readonly user: ItemUser }) => line(useModel(user)));

const models = (data: readonly UserRow[]): Contender => {
  const users = data.map((row) => new ItemUser(row));
  return {
    rows: users.map((user) => <ModelRow key={user.id} user={user} />),
    rename: (index, name) => {
      const user = users[index];
      if (user !== undefined) user.name = name;
    },
  };
};

const List = ({ users }: { readonly users: Users }) =>
  useCollection(users).items.map((user) => <ModelRow key={user.id} user={user} />);

const collection = (data: readonly UserRow[]): Contender => {
  const users = new Users();
  users.addItems(data);
  const items = users.items;
  const byId = new Map(items.map((user) => [user.id, user]));
  return {
    rows: <List users={users} />,
    rename: (index, name) => {
      const user = byId.get(`u${index}`);
      if (user !== undefined) user.name = name;
    },
  };
};

const MobxRow = observer(({ user }: { readonly user: MobxUser }) => line(user));

const mobx = (data: readonly UserRow[]): Contender => {
  const users = data.map((row) => new MobxUser(row));
  return {
    rows: users.map((user) => <MobxRow key={user.id} user={user} />),
    rename: (index, name) => {
      const user = users[index];
      if (user !== undefined) user.name = name;
    },
  };
};

/** One store of all rows, and a selector for each value that is shown. */
const zustand = (data: readonly UserRow[]): Contender => {
  const useUsers = create(() => Object.fromEntries(data.map((user) => [user.id, user])));
  const Row = ({ id }: { readonly id: string }) => {
    const name = useUsers((users) => users[id]?.name ?? '');
    const role = useUsers((users) => users[id]?.role ?? 'user');
    return line({ id, name, role });
  };
  return {
    rows: data.map(({ id }) => <Row key={id} id={id} />),
    rename: (index, name) =>
      useUsers.setState((users) => {
        const user = users[`u${index}`];
        return user === undefined ? users : { [user.id]: { ...user, name } };
      }),
  };
};

const contenders: Readonly<Record<string, (data: readonly UserRow[]) => Contender>> = {
  'by hand': byHand,
  reactive: models,
  collection,
  mobx,
  zustand,
};

let shown: Contender | undefined;
let turn = 0;

/** What the benchmark does in a tab, in which one contender runs. */
const page = {
  names: Object.keys(contenders),
  show(name: string, size: number): number {
    shown = contenders[name]?.(userRows(size));
    const body = document.body.appendChild(document.createElement('table')).createTBody();
    flushSync(() => createRoot(body).render(shown?.rows));
    return body.rows.length;
  },
  /** Renames `times` rows, one after the other, each to be on the screen before the next. */
  rename(times: number, size: number): { nanoseconds: number; rendered: number; text: string } {
    rendered = 0;
    let index = 0;
    const start = performance.now();
    for (let time = 0; time < times; time++) {
      turn++;
      index = (turn * 7) % size;
      flushSync(() => shown?.rename(index, `Name ${turn}`));
    }
    const nanoseconds = ((performance.now() - start) * 1e6) / times;
    const text = document.getElementById(`u${index}`)?.textContent ?? '';
    return { nanoseconds, rendered, text: `${text} of ${turn}` };
  },
};

export type ScreenPage = typeof page;
Object.assign(window, { page });
