import { Badge, Button, EmptyState, Group, Skeleton, Stack } from '@mantine/core';
import { useDocumentTitle } from '@mantine/hooks';
import { useRoom, type VisitedRoom } from '@myapp/client/hooks/useRoom';
import { currentActor, roomPolicy } from '@myapp/core/policies';
import { IconDoorExit, IconDoorOff, IconLock, IconLockOpen } from '@tabler/icons-react';
import { useEffect, useTransition } from 'react';
import { errorFrom } from 'reactive/errors';
import { modelOf } from 'reactive/react';
import { Link, useLocation } from 'wouter';
import { announce } from '../announcer';
import { isMissing, NoSuch } from '../no-such';
import { toasts } from '../toasts';
import { LiveLight } from './live-light';
import { People } from './people';
import { PointerBoard } from './pointer-board';
import { RoomName } from './room-name';

const attempt = async (work: () => Promise<unknown>): Promise<void> => {
  try {
    await work();
  } catch (thrown) {
    toasts.failed({ message: errorFrom(thrown).message });
  }
};

/** What a screen reader hears when people come and go. */
const useSpokenPeople = ({ room, visit }: VisitedRoom): void => {
  const names = room.presence.map(({ name }) => name).join(', ');
  const isInside = visit.state === 'inside';
  useEffect(() => {
    if (isInside && names !== '') announce(`In the room: ${names}.`);
  }, [isInside, names]);
};

const WayOut = () => (
  <Button component={Link} href="/rooms" variant="default">
    All rooms
  </Button>
);

const Outside = ({ room, visit }: VisitedRoom) => {
  const { state, error } = visit;
  // Of one that somebody was in it is known that there was one.
  if (room.name === undefined && isMissing(error)) {
    return (
      <NoSuch what="room" gone="closed" order={1} icon={<IconDoorOff size={40} stroke={1.4} />}>
        <WayOut />
      </NoSuch>
    );
  }
  const isClosed = state === 'closed';
  return (
    <EmptyState
      className="list-state"
      icon={isClosed ? <IconDoorOff size={40} stroke={1.4} /> : <IconLock size={40} stroke={1.4} />}
      title={isClosed ? 'This room is closed' : 'You could not come in'}
      description={
        isClosed ? 'Whoever opened it has closed it, or nobody was in it for long.' : error?.message
      }
    >
      <EmptyState.Actions>
        {!isClosed && (
          <Button variant="default" onClick={() => void modelOf(visit).retry()}>
            Try again
          </Button>
        )}
        <WayOut />
      </EmptyState.Actions>
    </EmptyState>
  );
};

const Controls = ({ room, visit }: VisitedRoom) => {
  const [isBusy, start] = useTransition();
  const [, navigate] = useLocation();
  const actor = currentActor();
  const row = { id: room.id, ownerId: room.ownerId };
  const act = (work: () => Promise<unknown>): void => start(() => attempt(work));
  return (
    <Group gap="xs">
      {roomPolicy.can(actor, 'update', { row, field: 'isLocked' }) && (
        <Button
          variant="default"
          loading={isBusy}
          leftSection={room.isLocked ? <IconLockOpen size={16} /> : <IconLock size={16} />}
          onClick={() => act(() => modelOf(visit).change({ isLocked: !room.isLocked }))}
        >
          {room.isLocked ? 'Unlock' : 'Lock'}
        </Button>
      )}
      {roomPolicy.can(actor, 'delete', { row }) && (
        <Button
          variant="default"
          color="red"
          disabled={isBusy}
          leftSection={<IconDoorOff size={16} />}
          onClick={() => act(() => modelOf(visit).close())}
        >
          Close for all
        </Button>
      )}
      <Button variant="default" leftSection={<IconDoorExit size={16} />} onClick={() => navigate('/rooms')}>
        Leave
      </Button>
    </Group>
  );
};

const Inside = ({ room, visit }: VisitedRoom) => (
  <div className="room">
    <PointerBoard visit={modelOf(visit)} presence={room.presence} gestures={visit.gestures} />
    <section className="list room-side" aria-label="People" aria-busy={visit.state !== 'inside'}>
      <People presence={room.presence} ownerId={room.ownerId} gestures={visit.gestures} />
    </section>
  </div>
);

/** One room, in which one is as long as this is shown. */
export const RoomPage = ({ id }: { readonly id: string }) => {
  const visited = useRoom(id);
  const { room, visit } = visited;
  useDocumentTitle(room.name === undefined ? 'Room' : `${room.name} · Rooms`);
  useSpokenPeople(visited);
  if (visit.state === 'closed' || visit.state === 'refused') return <Outside {...visited} />;
  // Until the first answer nothing is known of it; later, what is known stays while the connection is mended.
  if (room.name === undefined) {
    return (
      <Stack component="output" aria-label="Entering the room">
        <Skeleton height={32} width={220} />
        <Skeleton height={280} />
      </Stack>
    );
  }
  return (
    <>
      <Group justify="space-between" className="page-head">
        <Group gap="sm">
          <RoomName {...visited} />
          {room.isLocked && (
            <Badge variant="light" color="orange" leftSection={<IconLock size={12} />}>
              Locked
            </Badge>
          )}
          <LiveLight />
        </Group>
        <Controls {...visited} />
      </Group>
      <Inside {...visited} />
    </>
  );
};
