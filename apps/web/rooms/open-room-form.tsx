import { Button, Group, TextInput } from '@mantine/core';
import { type IRoom, roomCreateSchema } from '@myapp/core/rooms';
import { IconDoorEnter } from '@tabler/icons-react';
import { useState, useTransition } from 'react';
import { errorFrom, fieldErrorsOf } from 'reactive/errors';
import { toasts } from '../toasts';

interface OpenRoomFormProps {
  readonly create: (values: { name: string }) => Promise<IRoom>;
  readonly onOpened: (room: IRoom) => void;
}

/** Opens a room of a name. */
export const OpenRoomForm = ({ create, onOpened }: OpenRoomFormProps) => {
  const [name, setName] = useState('');
  const [wrong, setWrong] = useState<string>();
  const [isOpening, startOpening] = useTransition();
  const open = async (): Promise<void> => {
    const read = roomCreateSchema.safeParse({ name: name.trim() });
    if (!read.success) {
      setWrong(fieldErrorsOf(read.error.issues)['name']?.join('. '));
      return;
    }
    try {
      onOpened(await create(read.data));
    } catch (thrown) {
      const { message, errors } = errorFrom(thrown);
      if (errors?.['name']) setWrong(errors['name'].join('. '));
      else toasts.failed({ message });
    }
  };
  const submit = (event: { preventDefault(): void }): void => {
    event.preventDefault();
    startOpening(open);
  };
  return (
    <form onSubmit={submit} noValidate>
      <Group align="start" gap="xs" wrap="nowrap">
        <TextInput
          aria-label="Name of a new room"
          placeholder="Name of a new room"
          value={name}
          error={wrong}
          maxLength={80}
          onChange={({ currentTarget }) => {
            setName(currentTarget.value);
            setWrong(undefined);
          }}
        />
        <Button type="submit" loading={isOpening} leftSection={<IconDoorEnter size={16} />}>
          Open a room
        </Button>
      </Group>
    </form>
  );
};
