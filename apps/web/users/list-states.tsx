import { Button, EmptyState, Skeleton, Table } from '@mantine/core';
import { IconSearchOff, IconUsers } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { SORTABLE, type SortField, type VisibleFields } from './list-address';
import { isManager } from './permissions';

const ROWS = Array.from({ length: 12 }, (_, index) => index);

/** What is grey in each column. */
const CELLS: Readonly<Record<SortField, (row: number) => ReactNode>> = {
  name: (row) => (
    <div className="person">
      <Skeleton circle height={36} />
      <Skeleton height={12} width={`${45 + ((row * 17) % 35)}%`} />
    </div>
  ),
  email: (row) => <Skeleton height={12} width={`${55 + ((row * 23) % 35)}%`} />,
  role: () => <Skeleton height={20} width={64} radius="xl" />,
  status: () => <Skeleton height={12} width={60} />,
  createdAt: () => <Skeleton height={12} width={88} />,
};

/** Grey rows of the height of real ones, so that nothing jumps when those arrive. */
export const SkeletonRows = ({ fields }: { readonly fields: VisibleFields }) =>
  ROWS.map((row) => (
    <Table.Tr key={row} aria-hidden>
      {SORTABLE.filter((field) => fields.has(field)).map((field) => (
        <Table.Td key={field}>{CELLS[field](row)}</Table.Td>
      ))}
      {isManager() && <Table.Td />}
    </Table.Tr>
  ));

/** As {@link SkeletonRows}, for cards. */
export const SkeletonCards = () => (
  <ul className="user-cards" aria-hidden>
    {ROWS.slice(0, 8).map((row) => (
      <li key={row} className="user-card">
        <Skeleton circle height={36} />
        <div className="user-card-text">
          <Skeleton height={13} mt={4} width={`${40 + ((row * 17) % 35)}%`} />
          <Skeleton height={11} mt={10} width={`${50 + ((row * 23) % 35)}%`} />
          <Skeleton height={20} mt={10} width={120} radius="xl" />
        </div>
      </li>
    ))}
  </ul>
);

/** `onCreate` is absent for whoever may not. */
export const NoUsers = ({ onCreate }: { readonly onCreate: (() => void) | undefined }) => (
  <EmptyState
    className="list-state"
    icon={<IconUsers size={40} stroke={1.4} />}
    title="No users yet"
    description="Everybody who uses the system will be listed here."
  >
    {onCreate !== undefined && (
      <EmptyState.Actions>
        <Button onClick={onCreate}>Create the first user</Button>
      </EmptyState.Actions>
    )}
  </EmptyState>
);

export const NoMatches = ({ onClear }: { readonly onClear: () => void }) => (
  <EmptyState
    className="list-state"
    icon={<IconSearchOff size={40} stroke={1.4} />}
    title="No user matches"
    description="Nobody has all of what you search and filter for."
  >
    <EmptyState.Actions>
      <Button variant="default" onClick={onClear}>
        Clear all filters
      </Button>
    </EmptyState.Actions>
  </EmptyState>
);
