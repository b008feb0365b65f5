import { Button, Group, TextInput } from '@mantine/core';
import { IconDoorEnter } from '@tabler/icons-react';
import { type SendRoomName, useRoomName } from './use-room-name';

/** Opens a room of a name. */
export const OpenRoomForm = ({ open }: { readonly open: SendRoomName }) => {
  const { field, isSending, submit } = useRoomName('', open);
  return (
    <form onSubmit={submit} noValidate>
      <Group align="start" gap="xs" wrap="nowrap">
        <TextInput aria-label="Name of a new room" placeholder="Name of a new room" {...field} />
        <Button type="submit" flex="none" loading={isSending} leftSection={<IconDoorEnter size={16} />}>
          Open a room
        </Button>
      </Group>
    </form>
  );
};
