import { createCollection, createLiveQueryCollection, eq } from '@tanstack/db';
import type { UserRow } from '../data';
import type { LiveView } from './view';

type Message = { type: 'insert' | 'update'; value: UserRow };

/** A collection fed by what a server would send: the cheapest way to write to TanStack DB. */
export const tanstackUsers = (rows: readonly UserRow[]) => {
  let send: (message: Message) => void = () => {};
  const users = createCollection<UserRow, string>({
    getKey: ({ id }) => id,
    startSync: true,
    gcTime: 0,
    sync: {
      sync: ({ begin, write, commit, markReady }) => {
        begin();
        for (const value of rows) write({ type: 'insert', value });
        void commit();
        markReady();
        send = (message) => {
          begin();
          write(message);
          void commit();
        };
      },
    },
  });
  return { users, send: (message: Message) => send(message) };
};

export const tanstackView = async (rows: readonly UserRow[]): Promise<LiveView> => {
  const { users, send } = tanstackUsers(rows);
  const admins = createLiveQueryCollection({
    startSync: true,
    query: (from) =>
      from
        .from({ user: users })
        .where(({ user }) => eq(user.role, 'admin'))
        .orderBy(({ user }) => user.name, { direction: 'asc', stringSort: 'lexical' })
        .orderBy(({ user }) => user.id, { direction: 'asc', stringSort: 'lexical' }),
  });
  await admins.preload();
  let heard = 0;
  const subscription = admins.subscribeChanges(() => {
    heard++;
  });
  return {
    update: (index, { name }) =>
      send({ type: 'update', value: { ...(rows[index] as UserRow), name: name as string } }),
    heard: () => heard,
    ids: () => admins.toArray.map(({ id }) => id),
    dispose: () => {
      subscription.unsubscribe();
      void admins.cleanup();
    },
  };
};
