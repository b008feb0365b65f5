import { Button, Group, Modal, Text } from '@mantine/core';
import type { User } from '@myapp/core/entities/user';
import { useState } from 'react';
import { deleteUser } from './user-commands';

interface DeleteDialogProps {
  /** Who is to be deleted, as long as that is the question. */
  readonly user: User | undefined;
  /** The question is answered; `isGone` when there is no such row any more. */
  readonly onEnd: (isGone: boolean) => void;
}

/** Asks before a user is deleted: that cannot be taken back. */
export const DeleteDialog = ({ user, onEnd }: DeleteDialogProps) => {
  const [last, setLast] = useState(user);
  const [isDeleting, setDeleting] = useState(false);
  if (user !== undefined && user !== last) setLast(user);

  const remove = async (): Promise<void> => {
    if (user === undefined) return;
    setDeleting(true);
    const isGone = await deleteUser(user);
    setDeleting(false);
    onEnd(isGone);
  };
  return (
    <Modal
      opened={user !== undefined}
      onClose={() => onEnd(false)}
      title={`Delete ${last?.name ?? 'the user'}?`}
      centered
      size="sm"
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <Text size="sm" className="break-anywhere">
        {last?.email} is removed for good. This cannot be undone; to keep the user but end the access,
        deactivate instead.
      </Text>
      <Group justify="flex-end" mt="lg" gap="xs">
        <Button variant="default" data-autofocus onClick={() => onEnd(false)}>
          Cancel
        </Button>
        <Button color="red" loading={isDeleting} onClick={() => void remove()}>
          Delete
        </Button>
      </Group>
    </Modal>
  );
};
