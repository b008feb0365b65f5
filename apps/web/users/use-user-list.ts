import { useTopic } from '@myapp/client/hooks/useRealtime';
import { useUsers } from '@myapp/client/hooks/useUser';
import type { Users } from '@myapp/core/entities/user';
import { useEffect, useEffectEvent, useState } from 'react';
import { modelOf, useModel } from 'reactive/react';
import { connection } from '../connection';
import { useReconnection } from '../reconnection';
import { type ListAddress, specsOf } from './list-address';
import type { ListNavigation } from './use-list-address';

/** A list that was away from the screen for longer is looked up again when it returns. */
const STALE_AFTER = 15_000;

/** Live changes are shown at once; what the server makes of them is asked for when they have settled. */
const SETTLED_AFTER = 400;

/** A list of users, and how it is kept up to date. */
export interface UserList {
  readonly users: Users;
  /** The address that the rows are of: while another page is on its way, still that of the one before. */
  readonly shown: ListAddress;
  /** Whether the server does not answer. */
  readonly isLost: boolean;
  /** Whether the server has put off the last answer: it is asked again by itself, and what is known stays. */
  readonly isBusy: boolean;
  /** Loads again. */
  readonly reload: () => Promise<void>;
}

const useReturn = (reload: () => Promise<void>): void => {
  const onReturn = useEffectEvent(reload);
  useEffect(() => {
    let leftAt = Date.now();
    const look = (): void => {
      if (document.visibilityState === 'hidden') leftAt = Date.now();
      else if (Date.now() - leftAt > STALE_AFTER) void onReturn();
    };
    document.addEventListener('visibilitychange', look);
    return () => document.removeEventListener('visibilitychange', look);
  }, []);
};

const useSettling = (users: Users, reload: () => Promise<void>): void => {
  const onSettled = useEffectEvent(reload);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const stop = users.on('items.changed', () => {
      clearTimeout(timer);
      if (!users.fetching) timer = setTimeout(() => void onSettled(), SETTLED_AFTER);
    });
    return () => {
      clearTimeout(timer);
      stop();
    };
  }, [users]);
};

const useShown = ({ fetching, error }: Users, address: ListAddress): ListAddress => {
  const [asked, setAsked] = useState<ListAddress>();
  const [shown, setShown] = useState(address);
  // The request for a new address begins after it is first rendered: until then `fetching` is not about it.
  if (fetching && asked !== address) setAsked(address);
  const isAnswered = !fetching && asked === address && error === undefined;
  if (isAnswered && shown !== address) setShown(address);
  return shown;
};

/** The users that the address of the list asks for: live, and back by itself when the server was away. */
export const useUserList = ({ address, fields }: ListNavigation): UserList => {
  const specs = specsOf(address, fields);
  const users = useUsers(specs);
  const { lost } = useModel(connection);
  const { error, fetched, fetching } = users;
  const shown = useShown(users, address);

  useEffect(() => {
    if (error !== undefined) connection.noteError(error);
    else if (fetched && !fetching) connection.lost = false;
  }, [error, fetched, fetching]);

  const reload = async (): Promise<void> => {
    // A failure stands in `users.error`.
    await users.load(specs).then(
      () => connection.set({ lost: false }),
      () => undefined,
    );
  };
  const isBusy = error?.code === 'unavailable' && !lost;
  useReconnection(lost || isBusy, reload);
  useReturn(reload);
  useTopic('users', reload);
  useSettling(modelOf(users), reload);
  return { users, shown, isLost: lost, isBusy, reload };
};
