import { Button, Group, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconAlertTriangle, IconCheck, IconInfoCircle } from '@tabler/icons-react';
import { announce, announceUrgently } from './announcer';

/** Something that a toast offers to do. */
interface ToastAction {
  readonly label: string;
  readonly run: () => void;
}

interface Toast {
  /** A toast of the same id is replaced. */
  readonly id?: string | undefined;
  readonly message: string;
  readonly actions?: readonly ToastAction[] | undefined;
  readonly stays?: boolean | undefined;
}

const KINDS = {
  done: { color: 'teal', icon: <IconCheck size={18} />, autoClose: 6_000 },
  info: { color: 'indigo', icon: <IconInfoCircle size={18} />, autoClose: 8_000 },
  failed: { color: 'red', icon: <IconAlertTriangle size={18} />, autoClose: 12_000 },
} as const;

const Content = ({ id, message, actions = [] }: Toast & { readonly id: string }) => (
  <Group gap="xs" justify="space-between" wrap="nowrap">
    <Text size="sm" className="toast-text">
      {message}
    </Text>
    {actions.length > 0 && (
      <Group gap={4} wrap="nowrap">
        {actions.map(({ label, run }) => (
          <Button
            key={label}
            size="compact-sm"
            variant="subtle"
            onClick={() => {
              notifications.hide(id);
              run();
            }}
          >
            {label}
          </Button>
        ))}
      </Group>
    )}
  </Group>
);

let count = 0;

const show = (kind: keyof typeof KINDS, toast: Toast): void => {
  count++;
  const { id = `toast-${count}`, message, stays = false } = toast;
  const { color, icon, autoClose } = KINDS[kind];
  const say = kind === 'failed' ? announceUrgently : announce;
  say(message);
  notifications.hide(id);
  notifications.show({
    id,
    color,
    icon,
    autoClose: stays ? false : autoClose,
    message: <Content {...toast} id={id} />,
    // The announcer speaks for it: a region that appears together with its text is often not heard.
    role: 'group',
    'aria-label': 'Notification',
    closeButtonProps: { 'aria-label': 'Dismiss' },
    withBorder: true,
  });
};

/** Messages that come and go at the edge of the page, seen and heard. */
export const toasts = {
  done: (toast: Toast): void => show('done', toast),
  info: (toast: Toast): void => show('info', toast),
  failed: (toast: Toast): void => show('failed', toast),
  hide: (id: string): void => void notifications.hide(id),
};
