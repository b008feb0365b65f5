import { Skeleton, Text } from '@mantine/core';
import type { OpenSession, OpenSessions } from '@myapp/core/entities/account';
import { PartFailed } from '../load-failed';
import { OpenSessionRow } from './open-session-row';

interface ListProps {
  readonly label: string;
  readonly sessions: OpenSessions;
  readonly shows: (session: OpenSession) => boolean;
  /** What is said where there are none. */
  readonly empty: string;
  readonly reload: () => void;
  readonly onEnded: () => void;
}

/** Some of one's sessions: while they load, when they can't be loaded, none, or all of them. */
export const OpenSessionList = ({ label, sessions, shows, empty, reload, onEnded }: ListProps) => {
  const { items, fetched, fetching, error } = sessions;
  if (error !== undefined && !fetching) {
    return <PartFailed title="The list could not be loaded" message={error.message} onRetry={reload} />;
  }
  if (!fetched) {
    return (
      <output aria-label="Loading">
        <Skeleton height={18} width="60%" mb={10} />
        <Skeleton height={14} width="80%" />
      </output>
    );
  }
  const shown = items.filter(shows);
  if (shown.length === 0)
    return (
      <Text size="sm" c="dimmed">
        {empty}
      </Text>
    );
  return (
    <ul className="open-sessions" aria-label={label}>
      {shown.map((session) => (
        <OpenSessionRow key={session.localKey} session={session} onEnded={onEnded} />
      ))}
    </ul>
  );
};
