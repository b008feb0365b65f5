import { Button, Group } from '@mantine/core';
import { useSession } from '@myapp/client/hooks/useSession';
import type { OpenSessions } from '@myapp/core/entities/account';
import { modelOf } from 'reactive/react';
import { useLocation } from 'wouter';
import { OpenSessionList } from './open-session-list';
import { runCommand } from './run-command';
import { Section } from './section';

interface SessionsSectionProps {
  readonly sessions: OpenSessions;
  readonly reload: () => void;
  readonly onEnded: () => void;
}

/** Where one is signed in. */
export const SessionsSection = ({ sessions, reload, onEnded }: SessionsSectionProps) => {
  const session = modelOf(useSession());
  const [, navigate] = useLocation();
  const hasOthers = sessions.items.some(({ current }) => !current);
  const endOthers = async (): Promise<void> => {
    const isDone = await runCommand({
      run: () => session.accounts.endOtherSessions(),
      done: 'You are signed out everywhere but here, and your tokens are revoked.',
      failed: 'Nothing has ended.',
    });
    if (isDone) reload();
  };
  const endAll = async (): Promise<void> => {
    const isDone = await runCommand({
      run: () => session.signOutEverywhere(),
      done: 'You are signed out everywhere.',
      failed: 'Nothing has ended.',
    });
    if (isDone) navigate('/sign-in', { replace: true });
  };
  return (
    <Section
      title="Where you are signed in"
      lead="If you do not know one of these, sign it out and change your password."
    >
      <OpenSessionList
        label="Sessions"
        sessions={sessions}
        shows={({ isToken }) => !isToken}
        empty="Nowhere."
        reload={reload}
        onEnded={onEnded}
      />
      <Group gap="xs" mt="md">
        <Button variant="default" disabled={!hasOthers} onClick={() => void endOthers()}>
          Sign out everywhere else
        </Button>
        <Button variant="subtle" color="red" className="danger-button" onClick={() => void endAll()}>
          Sign out everywhere
        </Button>
      </Group>
    </Section>
  );
};
