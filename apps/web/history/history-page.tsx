import { Anchor, Button, Text, Title } from '@mantine/core';
import { useDocumentTitle } from '@mantine/hooks';
import { useActivity, useHistory } from '@myapp/client/hooks/useHistory';
import { IconArrowLeft } from '@tabler/icons-react';
import { Link, useSearch } from 'wouter';
import { navigate } from 'wouter/use-browser-location';
import { isMissing } from '../no-such';
import { NoSuchUser } from '../users/no-such-user';
import { useBackLink } from '../users/use-list-address';
import { Time } from '../users/user-facts';
import { HistoryList } from './history-list';
import { PastAccount } from './past-account';
import { Timeline } from './timeline';

const count = new Intl.NumberFormat();

/** The version in the address: every look into the past can be linked to. */
const useVersion = (): readonly [number | undefined, (version: number | undefined) => void] => {
  const found = Number(new URLSearchParams(useSearch()).get('version') ?? Number.NaN);
  const version = Number.isInteger(found) && found >= 1 ? found : undefined;
  const travel = (to: number | undefined): void => {
    const search = to === undefined ? '' : `?version=${to}`;
    navigate(window.location.pathname + search, {
      replace: version !== undefined,
      state: window.history.state as unknown,
    });
  };
  return [version, travel];
};

const Activity = ({ userId, latest }: { readonly userId: string; readonly latest: number }) => {
  const { data } = useActivity(userId, latest);
  if (data === undefined) return null;
  const { changes, signIns, lastSignedInAt } = data;
  return (
    <Text size="sm" c="dimmed">
      {count.format(changes)} {changes === 1 ? 'change' : 'changes'}, {count.format(signIns)}{' '}
      {signIns === 1 ? 'sign-in' : 'sign-ins'}
      {lastSignedInAt !== null && (
        <>
          , last on <Time at={lastSignedInAt} />
        </>
      )}
    </Text>
  );
};

const NobodyHere = () => (
  <NoSuchUser order={1}>
    <Button component={Link} href="/users" variant="default">
      All users
    </Button>
  </NoSuchUser>
);

/** All that happened to one user, and the user as of then. */
export const HistoryPage = ({ userId }: { readonly userId: string }) => {
  const live = useHistory(userId);
  const [version, travel] = useVersion();
  const back = useBackLink(userId);
  const [first] = live.history.items;
  const latest = first?.version ?? 0;
  const name = first?.userName ?? (first && 'a user who is gone');
  useDocumentTitle(name === undefined ? 'History' : `History of ${name}`);
  if (first === undefined && isMissing(live.history.error)) return <NobodyHere />;
  return (
    <>
      <div className="page-head">
        <Anchor component={Link} {...back} size="sm" className="back-link">
          <IconArrowLeft size={15} aria-hidden /> User
        </Anchor>
        <Title order={1} size="h2" tabIndex={-1} className="break-anywhere">
          {name === undefined ? 'History' : `History of ${name}`}
        </Title>
        {latest > 0 && <Activity userId={userId} latest={latest} />}
      </div>
      <div className="history-columns" data-travelling={version !== undefined}>
        {version !== undefined && latest > 0 && (
          <PastAccount userId={userId} version={version} latest={latest} onTravel={travel} />
        )}
        <div className="list history-list">
          <HistoryList
            live={live}
            empty={{
              title: 'Nothing has happened yet',
              description: 'What happens to the account is listed here.',
            }}
          >
            <Timeline
              label="What happened"
              entries={live.history.items}
              version={version}
              onTravel={travel}
            />
          </HistoryList>
        </div>
      </div>
    </>
  );
};
