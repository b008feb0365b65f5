import { Button, EmptyState, Skeleton, Table } from '@mantine/core';
import { IconCloudOff, IconSearchOff, IconUsers } from '@tabler/icons-react';

const ROWS = Array.from({ length: 12 }, (_, index) => index);

/** Grey rows of the height of real ones, so that nothing jumps when those arrive. */
export const SkeletonRows = () =>
  ROWS.map((row) => (
    <Table.Tr key={row} aria-hidden>
      <Table.Td>
        <div className="person">
          <Skeleton circle height={36} />
          <Skeleton height={12} width={`${45 + ((row * 17) % 35)}%`} />
        </div>
      </Table.Td>
      <Table.Td>
        <Skeleton height={12} width={`${55 + ((row * 23) % 35)}%`} />
      </Table.Td>
      <Table.Td>
        <Skeleton height={20} width={64} radius="xl" />
      </Table.Td>
      <Table.Td>
        <Skeleton height={12} width={60} />
      </Table.Td>
      <Table.Td>
        <Skeleton height={12} width={88} />
      </Table.Td>
      <Table.Td />
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

export const NoUsers = ({ onCreate }: { readonly onCreate: () => void }) => (
  <EmptyState
    className="list-state"
    icon={<IconUsers size={40} stroke={1.4} />}
    title="No users yet"
    description="Everybody who uses the system will be listed here."
  >
    <EmptyState.Actions>
      <Button onClick={onCreate}>Create the first user</Button>
    </EmptyState.Actions>
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

interface LoadFailedProps {
  readonly message: string;
  readonly onRetry: () => void;
}

export const LoadFailed = ({ message, onRetry }: LoadFailedProps) => (
  <EmptyState
    className="list-state"
    icon={<IconCloudOff size={40} stroke={1.4} />}
    title="The users could not be loaded"
    description={message}
  >
    <EmptyState.Actions>
      <Button variant="default" onClick={onRetry}>
        Try again
      </Button>
    </EmptyState.Actions>
  </EmptyState>
);
