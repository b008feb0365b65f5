import { ActionIcon, Loader, Menu } from '@mantine/core';
import type { User } from '@myapp/core/entities/user';
import {
  IconDots,
  IconPencil,
  IconShieldCheck,
  IconShieldOff,
  IconTrash,
  IconUserCheck,
  IconUserOff,
} from '@tabler/icons-react';
import { useRef } from 'react';
import { commandsFor, runCommand } from './user-commands';

const ICONS = {
  promote: IconShieldCheck,
  demote: IconShieldOff,
  activate: IconUserCheck,
  deactivate: IconUserOff,
} as const;

/** What a row can ask its list to do. */
export interface RowActions {
  readonly open: (id: string) => void;
  readonly askToDelete: (user: User) => void;
}

/** What can be done to a user. */
export const UserMenu = ({ user, actions }: { readonly user: User; readonly actions: RowActions }) => {
  const button = useRef<HTMLButtonElement>(null);
  // A dialog gives the focus back to what had it: that must not be an item of a menu that is gone by then.
  const fromButton = (open: () => void) => (): void => {
    button.current?.focus();
    open();
  };
  return (
    <Menu position="bottom-end" width={200}>
      <Menu.Target>
        <ActionIcon
          ref={button}
          variant="subtle"
          color="gray"
          size="lg"
          aria-label={`Actions for ${user.name}`}
          aria-busy={user.processing}
        >
          {user.processing ? <Loader size={16} color="gray" /> : <IconDots size={18} />}
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<IconPencil size={16} />} onClick={fromButton(() => actions.open(user.id))}>
          Edit
        </Menu.Item>
        {commandsFor(user).map((command) => {
          const Icon = ICONS[command.id];
          return (
            <Menu.Item
              key={command.id}
              leftSection={<Icon size={16} />}
              disabled={user.processing}
              onClick={() => void runCommand(user, command)}
            >
              {command.label}
            </Menu.Item>
          );
        })}
        <Menu.Divider />
        <Menu.Item
          className="menu-item-danger"
          leftSection={<IconTrash size={16} />}
          disabled={user.processing}
          onClick={fromButton(() => actions.askToDelete(user))}
        >
          Delete…
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
};
