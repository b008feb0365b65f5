import { ActionIcon, Button, Group, TextInput, Title, Tooltip } from '@mantine/core';
import type { VisitedRoom } from '@myapp/client/hooks/useRoom';
import type { RoomVisit } from '@myapp/client/realtime';
import { currentActor, roomPolicy } from '@myapp/core/policies';
import { IconPencil } from '@tabler/icons-react';
import { type ChangeEvent, type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { modelOf } from 'reactive/react';
import { useRoomName } from './use-room-name';

interface RenameFormProps {
  readonly name: string;
  readonly visit: RoomVisit;
  readonly onDone: () => void;
}

/** Gives the room another name; whoever is there sees that one types. */
const RenameForm = ({ name, visit, onDone }: RenameFormProps) => {
  const { field, isSending, submit } = useRoomName(name, async (changes) => {
    visit.stopTyping();
    if (changes.name !== name) await visit.change(changes);
    onDone();
  });
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    input.current?.focus();
    input.current?.select();
    return () => visit.stopTyping();
  }, [visit]);
  return (
    <form onSubmit={submit} noValidate className="rename-room">
      <TextInput
        aria-label="Name of the room"
        ref={input}
        {...field}
        onChange={(event: ChangeEvent<HTMLInputElement>) => {
          visit.typing();
          field.onChange(event);
        }}
        onKeyDown={({ key }: KeyboardEvent) => {
          if (key === 'Escape') onDone();
        }}
      />
      <Group gap="xs" wrap="nowrap">
        <Button type="submit" loading={isSending}>
          Save name
        </Button>
        <Button variant="default" disabled={isSending} onClick={onDone}>
          Cancel
        </Button>
      </Group>
    </form>
  );
};

/** What a room is called, and for who may change that, the way to do so. */
export const RoomName = ({ room, visit }: VisitedRoom) => {
  const [isRenaming, setRenaming] = useState(false);
  const opener = useRef<HTMLButtonElement>(null);
  const wasRenaming = useRef(false);
  useEffect(() => {
    if (wasRenaming.current && !isRenaming) opener.current?.focus();
    wasRenaming.current = isRenaming;
  }, [isRenaming]);
  const row = { id: room.id, ownerId: room.ownerId };
  const mayRename = roomPolicy.can(currentActor(), 'update', { row, field: 'name' });
  if (isRenaming) {
    return (
      <>
        <h1 className="visually-hidden" tabIndex={-1}>
          {room.name}
        </h1>
        <RenameForm name={room.name} visit={modelOf(visit)} onDone={() => setRenaming(false)} />
      </>
    );
  }
  return (
    <>
      <Title order={1} size="h2" tabIndex={-1} className="break-anywhere">
        {room.name}
      </Title>
      {mayRename && (
        <Tooltip label="Rename" openDelay={300}>
          <ActionIcon
            ref={opener}
            variant="subtle"
            color="gray"
            aria-label="Rename the room"
            onClick={() => setRenaming(true)}
          >
            <IconPencil size={18} />
          </ActionIcon>
        </Tooltip>
      )}
    </>
  );
};
