import { Button, Group, Title } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { exportAddress } from '@myapp/client/providers/job';
import type { User } from '@myapp/core/entities/user';
import { IconDownload, IconPlus } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import { announce } from '../announcer';
import { ConnectionBanner } from '../connection-banner';
import { DownloadLink } from '../download-link';
import { LoadFailed } from '../load-failed';
import { DeleteDialog } from './delete-dialog';
import { isFiltered, specsOf } from './list-address';
import { NoMatches, NoUsers, SkeletonCards, SkeletonRows } from './list-states';
import { ListToolbar } from './list-toolbar';
import { Pager, rangeText } from './pager';
import { type ListNavigation, useListAddress } from './use-list-address';
import { type UserList, useUserList } from './use-user-list';
import { UserCards } from './user-cards';
import { UserDrawer } from './user-drawer';
import type { RowActions } from './user-menu';
import { UserTable } from './user-table';

interface ListProps {
  readonly list: UserList;
  readonly navigation: ListNavigation;
  readonly actions: RowActions;
  /** Whether there is room for cards only. */
  readonly isNarrow: boolean;
}

/** What a screen reader hears when the list is another one. */
const useSpokenList = (list: UserList): void => {
  const { fetched, fetching, size } = list.users;
  const spoken = size === 0 ? 'No users found.' : `Users ${rangeText(list)}.`;
  useEffect(() => {
    if (fetched && !fetching) announce(spoken);
  }, [fetched, fetching, spoken]);
};

const count = new Intl.NumberFormat();

/** Where the columns beside the name would leave no room for it. */
const NARROW = '(max-width: 61.99em)';

const List = ({ list: { users, isLost, isBusy, reload }, navigation, actions, isNarrow }: ListProps) => {
  const { items, error, fetched, fetching } = users;
  const { address, clearFilters, open } = navigation;
  if (error !== undefined && !isLost && !fetching && !(isBusy && fetched))
    return (
      <LoadFailed
        title="The users could not be loaded"
        message={error.message}
        onRetry={() => void reload()}
      />
    );
  if (fetched && items.length === 0 && !fetching) {
    return isFiltered(address) ? (
      <NoMatches onClear={clearFilters} />
    ) : (
      <NoUsers onCreate={users.can('create') ? () => open('new') : undefined} />
    );
  }
  const isWaiting = !fetched;
  const props = { users: items, navigation, actions };
  if (isNarrow) return isWaiting ? <SkeletonCards /> : <UserCards {...props} />;
  return (
    <UserTable {...props} placeholder={isWaiting ? <SkeletonRows fields={navigation.fields} /> : undefined} />
  );
};

/** Downloads what the list shows, all pages of it. */
const ExportLink = ({ navigation: { address, fields } }: { readonly navigation: ListNavigation }) => (
  <DownloadLink href={exportAddress(specsOf(address, fields))} leftSection={<IconDownload size={16} />}>
    Export<span className="visually-hidden"> as a CSV file what the filters let through</span>
  </DownloadLink>
);

/** A page that does not exist any more (its rows are deleted, its cursor is of another list) gives way to the first. */
const useExistingPage = ({ users }: UserList, { address, toFirstPage }: ListNavigation): void => {
  const { fetched, fetching, size, error } = users;
  const isForeign = error?.code === 'validation' && error.errors?.['next'] !== undefined;
  const isPastEnd = fetched && !fetching && size === 0 && error === undefined;
  const isLeft = address.after !== undefined && (isForeign || isPastEnd);
  useEffect(() => {
    if (isLeft) toFirstPage({ replace: true });
  });
};

interface UsersPageProps {
  /** The id of the user in the drawer, or `new`. */
  readonly opened: string | undefined;
}

/** The users: search, filter, sort and page through them, and what can be done to one. */
export const UsersPage = ({ opened }: UsersPageProps) => {
  const navigation = useListAddress();
  const list = useUserList(navigation);
  const heading = useRef<HTMLHeadingElement>(null);
  const [toDelete, setToDelete] = useState<User>();
  const isNarrow = useMediaQuery(NARROW, false, { getInitialValueInEffect: false });
  useSpokenList(list);
  useExistingPage(list, navigation);
  const { users, isLost, reload } = list;
  const total = users.getTotal();
  const endDeletion = (isGone: boolean): void => {
    setToDelete(undefined);
    // The button that opened the dialog went with its row.
    if (isGone) requestAnimationFrame(() => heading.current?.focus());
  };
  return (
    <>
      <Group justify="space-between" className="page-head">
        <Title order={1} size="h2" ref={heading} tabIndex={-1}>
          Users{' '}
          {users.fetched && total !== undefined && <span className="page-total">{count.format(total)}</span>}
        </Title>
        <Group gap="xs">
          <ExportLink navigation={navigation} />
          {users.can('create') && (
            <Button leftSection={<IconPlus size={16} />} onClick={() => navigation.open('new')}>
              New user
            </Button>
          )}
        </Group>
      </Group>
      <ConnectionBanner isLost={isLost} retry={reload} />
      <ListToolbar navigation={navigation} hasOrder={isNarrow} />
      <section
        className="list"
        aria-label="List of users"
        aria-busy={users.fetching}
        data-fetched={users.fetched}
        data-lost={isLost || undefined}
      >
        <div className="list-progress" aria-hidden />
        <List
          list={list}
          navigation={navigation}
          actions={{ open: navigation.open, askToDelete: setToDelete }}
          isNarrow={isNarrow}
        />
        {users.size > 0 && <Pager list={list} navigation={navigation} />}
      </section>
      <UserDrawer opened={opened} navigation={navigation} />
      <DeleteDialog user={toDelete} onEnd={endDeletion} />
    </>
  );
};
