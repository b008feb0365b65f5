import { ActionIcon, Loader, Menu } from '@mantine/core';
import type { User } from '@myapp/core/entities/user';
import {
  IconDots,
  IconHistory,
  IconLogout,
  IconMailForward,
  IconPencil,
  IconShieldCheck,
  IconShieldOff,
  IconTrash,
  IconUserCheck,
  IconUserOff,
} from '@tabler/icons-react';
import { type ReactNode, useRef } from 'react';
import { Link } from 'wouter';
import { isMe } from './permissions';
import { useHistoryLink } from './use-list-address';
import { endSessions, sendInvitation } from './user-account';
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

interface ActionProps {
  readonly icon: ReactNode;
  readonly label: string;
  readonly isBusy: boolean;
  /** Why it may not be done, where that is so: it stands below what cannot be chosen then. */
  readonly reason?: string | undefined;
  readonly isDanger?: boolean;
  readonly run: () => void;
}

const Action = ({ icon, label, isBusy, reason, isDanger = false, run }: ActionProps) => (
  <Menu.Item
    className={isDanger && reason === undefined ? 'menu-item-danger' : undefined}
    leftSection={icon}
    disabled={isBusy || reason !== undefined}
    onClick={run}
  >
    {label}
    {reason !== undefined && <span className="menu-item-reason">{reason}</span>}
  </Menu.Item>
);

/** What has to do with the account of somebody else. */
const AccountActions = ({ user }: { readonly user: User }) => (
  <>
    <Menu.Divider />
    <Action
      icon={<IconMailForward size={16} />}
      label="Send invitation"
      isBusy={user.processing}
      reason={user.isActive ? undefined : 'Only who is active can sign in'}
      run={() => void sendInvitation(user)}
    />
    <Action
      icon={<IconLogout size={16} />}
      label="End sessions"
      isBusy={user.processing}
      run={() => void endSessions(user)}
    />
  </>
);

/** What can be done to a user. */
export const UserMenu = ({ user, actions }: { readonly user: User; readonly actions: RowActions }) => {
  const button = useRef<HTMLButtonElement>(null);
  const history = useHistoryLink(user.id);
  // A dialog gives the focus back to what had it: that must not be an item of a menu that is gone by then.
  const fromButton = (open: () => void) => (): void => {
    button.current?.focus();
    open();
  };
  return (
    <Menu position="bottom-end" width={230}>
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
        <Menu.Item component={Link} {...history} leftSection={<IconHistory size={16} />}>
          History
        </Menu.Item>
        {commandsFor(user).map((command) => {
          const Icon = ICONS[command.id];
          return (
            <Action
              key={command.id}
              icon={<Icon size={16} />}
              label={command.label}
              isBusy={user.processing}
              reason={user.whyNot('update', command.field)}
              run={() => void runCommand(user, command)}
            />
          );
        })}
        {!isMe(user) && <AccountActions user={user} />}
        <Menu.Divider />
        <Action
          icon={<IconTrash size={16} />}
          label="Delete…"
          isBusy={user.processing}
          reason={user.whyNot('delete')}
          isDanger
          run={fromButton(() => actions.askToDelete(user))}
        />
      </Menu.Dropdown>
    </Menu>
  );
};
