import { Badge, Button, Text } from '@mantine/core';
import type { OpenSession } from '@myapp/core/entities/account';
import { IconDeviceDesktop, IconKey } from '@tabler/icons-react';
import { useState } from 'react';
import { modelOf, useModel } from 'reactive/react';
import { Time } from '../users/user-facts';
import { deviceOf } from './device';
import { runCommand } from './run-command';

interface RowProps {
  readonly session: OpenSession;
  /** The row is about to go, with the button that has the focus. */
  readonly onEnded: () => void;
}

/** A place where one is signed in, or a token, with a way to end it. */
export const OpenSessionRow = ({ session: given, onEnded }: RowProps) => {
  const session = useModel(given);
  const [isEnding, setEnding] = useState(false);
  const { isToken } = session;
  const name = session.name ?? deviceOf(session.userAgent);
  const Icon = isToken ? IconKey : IconDeviceDesktop;
  const end = async (): Promise<void> => {
    setEnding(true);
    const isEnded = await runCommand({
      run: () => modelOf(session).delete(),
      done: isToken ? `The token "${name}" is revoked.` : `${name} is signed out.`,
      failed: isToken ? 'The token still works.' : 'It is still signed in.',
    });
    setEnding(false);
    if (isEnded) onEnded();
  };
  return (
    <li className="open-session" data-session={session.id}>
      <Icon size={22} stroke={1.5} aria-hidden className="open-session-icon" />
      <div className="open-session-text">
        <Text size="sm" fw={550} className="break-anywhere" title={session.userAgent ?? undefined}>
          {name}
          {session.current && (
            <Badge ml={8} size="sm" variant="light" className="badge-here">
              This one
            </Badge>
          )}
        </Text>
        <Text size="sm" c="dimmed">
          {!isToken && session.ipAddress !== null && `${session.ipAddress} · `}
          since <Time at={session.createdAt} /> · until <Time at={session.expiresAt} />
        </Text>
      </div>
      {!session.current && (
        <Button
          variant="default"
          size="xs"
          loading={isEnding}
          aria-label={isToken ? `Revoke ${name}` : `Sign out ${name}`}
          onClick={() => void end()}
        >
          {isToken ? 'Revoke' : 'Sign out'}
        </Button>
      )}
    </li>
  );
};
