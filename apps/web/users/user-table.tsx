import { Table, Text, UnstyledButton } from '@mantine/core';
import type { User } from '@myapp/core/entities/user';
import { IconArrowDown, IconArrowsSort, IconArrowUp } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useModel } from 'reactive/react';
import type { SortField } from './list-address';
import { isManager } from './permissions';
import type { ListNavigation } from './use-list-address';
import { Initials, RoleBadge, StatusBadge, Time } from './user-facts';
import { UserLink } from './user-link';
import { type RowActions, UserMenu } from './user-menu';

const COLUMNS: readonly { readonly field: SortField; readonly label: string }[] = [
  { field: 'name', label: 'Name' },
  { field: 'email', label: 'E-mail' },
  { field: 'role', label: 'Role' },
  { field: 'status', label: 'Status' },
  { field: 'createdAt', label: 'Created' },
];

const DIRECTIONS = { asc: 'ascending', desc: 'descending' } as const;

interface HeaderProps {
  readonly column: (typeof COLUMNS)[number];
  readonly navigation: ListNavigation;
}

const Header = ({ column: { field, label }, navigation: { address, change } }: HeaderProps) => {
  const isSorted = address.sort === field;
  const SortedIcon = address.direction === 'asc' ? IconArrowUp : IconArrowDown;
  const Icon = isSorted ? SortedIcon : IconArrowsSort;
  const direction = isSorted && address.direction === 'asc' ? 'desc' : 'asc';
  return (
    <Table.Th aria-sort={isSorted ? DIRECTIONS[address.direction] : 'none'} data-column={field}>
      <UnstyledButton className="sort-button" onClick={() => change({ sort: field, direction })}>
        {label}
        <Icon size={14} aria-hidden data-sorted={isSorted || undefined} />
      </UnstyledButton>
    </Table.Th>
  );
};

interface RowProps {
  readonly user: User;
  readonly navigation: ListNavigation;
  readonly actions: RowActions;
}

const Row = ({ user: given, navigation, actions }: RowProps) => {
  const user = useModel(given);
  const { fields } = navigation;
  return (
    <Table.Tr data-user={user.id}>
      <Table.Td>
        <div className="person">
          <Initials name={user.name} />
          <UserLink user={user} navigation={navigation} />
        </div>
      </Table.Td>
      {fields.has('email') && (
        <Table.Td>
          <Text size="sm" truncate="end" title={user.email}>
            {user.email}
          </Text>
        </Table.Td>
      )}
      <Table.Td>
        <RoleBadge role={user.role} />
      </Table.Td>
      <Table.Td>
        <StatusBadge status={user.status} />
      </Table.Td>
      {fields.has('createdAt') && (
        <Table.Td className="nowrap">{user.isDraft ? 'Saving…' : <Time at={user.createdAt} />}</Table.Td>
      )}
      {isManager() && (
        <Table.Td className="actions-cell">
          {!user.isDraft && <UserMenu user={user} actions={actions} />}
        </Table.Td>
      )}
    </Table.Tr>
  );
};

interface UserTableProps {
  readonly users: readonly User[];
  readonly navigation: ListNavigation;
  readonly actions: RowActions;
  /** Stands in for the rows while there are none to show. */
  readonly placeholder?: ReactNode;
}

/** Users as a table, for wide screens. */
export const UserTable = ({ users, navigation, actions, placeholder }: UserTableProps) => (
  <Table className="user-table" verticalSpacing={0} highlightOnHover layout="fixed">
    <Table.Caption className="visually-hidden">Users</Table.Caption>
    <Table.Thead>
      <Table.Tr>
        {COLUMNS.filter(({ field }) => navigation.fields.has(field)).map((column) => (
          <Header key={column.field} column={column} navigation={navigation} />
        ))}
        {isManager() && (
          <Table.Th data-column="actions">
            <span className="visually-hidden">Actions</span>
          </Table.Th>
        )}
      </Table.Tr>
    </Table.Thead>
    <Table.Tbody>
      {placeholder ??
        users.map((user) => (
          <Row key={user.localKey} user={user} navigation={navigation} actions={actions} />
        ))}
    </Table.Tbody>
  </Table>
);
