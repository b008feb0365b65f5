import { Badge, EmptyState, Group, Skeleton, Stack, Text, Title } from '@mantine/core';
import { useDocumentTitle } from '@mantine/hooks';
import { useRooms } from '@myapp/client/hooks/useRoom';
import type { IRoom } from '@myapp/core/rooms';
import { IconDoor, IconLock, IconUsers } from '@tabler/icons-react';
import { modelOf } from 'reactive/react';
import { Link, useLocation } from 'wouter';
import { LoadFailed } from '../load-failed';
import { LiveLight } from './live-light';
import { OpenRoomForm } from './open-room-form';

const peopleOf = ({ participants, capacity }: IRoom): string => `${participants.length} of ${capacity}`;

const RoomRow = ({ room }: { readonly room: IRoom }) => (
  <li>
    <Link href={`/rooms/${room.id}`} className="room-row">
      <Text fw={550} className="break-anywhere">
        {room.name}
      </Text>
      <Group gap="xs" wrap="nowrap">
        {room.isLocked && (
          <Badge variant="light" color="orange" leftSection={<IconLock size={12} />}>
            Locked
          </Badge>
        )}
        <Badge variant="light" color="gray" leftSection={<IconUsers size={12} />} tt="none">
          <span className="visually-hidden">People: </span>
          {peopleOf(room)}
        </Badge>
      </Group>
    </Link>
  </li>
);

const Rooms = ({ list }: { readonly list: ReturnType<typeof useRooms> }) => {
  const { rooms, error } = list;
  if (rooms === undefined && error !== undefined) {
    return (
      <LoadFailed
        title="The rooms could not be loaded"
        message={error.message}
        onRetry={() => void modelOf(list).load()}
      />
    );
  }
  if (rooms === undefined) {
    return (
      <Stack gap="md" p="md" aria-hidden>
        {[0, 1, 2].map((row) => (
          <Skeleton key={row} height={24} />
        ))}
      </Stack>
    );
  }
  if (rooms.length === 0) {
    return (
      <EmptyState
        className="list-state"
        icon={<IconDoor size={40} stroke={1.4} />}
        title="No room is open"
        description="Open one, and send its address to whoever should come."
      />
    );
  }
  return (
    <ul className="room-list">
      {rooms.map((room) => (
        <RoomRow key={room.id} room={room} />
      ))}
    </ul>
  );
};

/** The rooms that are open now, and the way to open another one. */
export const RoomsPage = () => {
  const list = useRooms();
  const [, navigate] = useLocation();
  useDocumentTitle('Rooms');
  return (
    <>
      <Group justify="space-between" align="start" className="page-head">
        <Group gap="sm">
          <Title order={1} size="h2" tabIndex={-1}>
            Rooms
          </Title>
          <LiveLight />
        </Group>
        <OpenRoomForm
          open={async (values) => navigate(`/rooms/${(await modelOf(list).create(values)).id}`)}
        />
      </Group>
      <section className="list" aria-label="Open rooms" aria-busy={list.rooms === undefined}>
        <Rooms list={list} />
      </section>
    </>
  );
};
