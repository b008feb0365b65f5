import { Button, EmptyState } from '@mantine/core';
import { IconLock } from '@tabler/icons-react';

interface UserRefusedProps {
  readonly reason: string;
  readonly onClose: () => void;
}

/** In the place of the form of a new user, for whoever may not make one: an address can be typed by anybody. */
export const UserRefused = ({ reason, onClose }: UserRefusedProps) => (
  <EmptyState
    className="list-state"
    icon={<IconLock size={40} stroke={1.4} />}
    title="You cannot create users"
    description={`${reason}.`}
  >
    <EmptyState.Actions>
      <Button variant="default" data-autofocus onClick={onClose}>
        Close
      </Button>
    </EmptyState.Actions>
  </EmptyState>
);
