import { Button, CloseButton, Group, Skeleton, Text } from '@mantine/core';
import { useAsOf } from '@myapp/client/hooks/useHistory';
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react';
import { PartFailed } from '../load-failed';
import { RoleBadge, StatusBadge, Time } from '../users/user-facts';

interface PastAccountProps {
  readonly userId: string;
  readonly version: number;
  /** The latest version. */
  readonly latest: number;
  readonly onTravel: (version: number | undefined) => void;
}

const Forgotten = () => (
  <Text span c="dimmed" fs="italic">
    Forgotten
  </Text>
);

const Facts = ({ userId, version }: Pick<PastAccountProps, 'userId' | 'version'>) => {
  const { data, error, retry } = useAsOf(userId, version);
  if (error !== undefined) {
    return <PartFailed title="This could not be loaded" message={error.message} onRetry={retry} />;
  }
  if (data === undefined) return <Skeleton height={140} aria-label="Loading" />;
  const { account, at } = data;
  return (
    <dl className="user-details" aria-busy={data.version !== version}>
      <dt>When</dt>
      <dd>
        <Time at={at} exact />
      </dd>
      {account.exists === false ? (
        <>
          <dt>State</dt>
          <dd>There was no such user any more.</dd>
        </>
      ) : (
        <>
          <dt>Name</dt>
          <dd className="break-anywhere">{account.name ?? <Forgotten />}</dd>
          <dt>E-mail</dt>
          <dd className="break-anywhere">{account.email ?? <Forgotten />}</dd>
          <dt>Role</dt>
          <dd>
            <RoleBadge role={account.role ?? 'user'} />
          </dd>
          <dt>Status</dt>
          <dd>
            <StatusBadge status={account.status ?? 'active'} />
          </dd>
        </>
      )}
    </dl>
  );
};

/** The user as it was, and ways to go through time. */
export const PastAccount = ({ userId, version, latest, onTravel }: PastAccountProps) => (
  <section className="past-account" aria-labelledby="past-title">
    <Group justify="space-between" wrap="nowrap" mb="sm">
      <h2 id="past-title" className="past-title" aria-live="polite">
        As of version {version}
        <Text span c="dimmed" fw={400}>
          {' '}
          of {latest}
        </Text>
      </h2>
      <CloseButton aria-label="Back to now" onClick={() => onTravel(undefined)} />
    </Group>
    <Facts userId={userId} version={version} />
    <Group gap="xs" mt="md">
      <Button
        size="xs"
        variant="default"
        leftSection={<IconChevronLeft size={14} aria-hidden />}
        disabled={version <= 1}
        onClick={() => onTravel(version - 1)}
      >
        Before
      </Button>
      <Button
        size="xs"
        variant="default"
        rightSection={<IconChevronRight size={14} aria-hidden />}
        disabled={version >= latest}
        onClick={() => onTravel(version + 1)}
      >
        After
      </Button>
    </Group>
  </section>
);
