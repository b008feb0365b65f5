import { Anchor, Button, NativeSelect, TextInput, Title } from '@mantine/core';
import { useDocumentTitle } from '@mantine/hooks';
import { useAudit } from '@myapp/client/hooks/useHistory';
import type { HistoryEntry } from '@myapp/core/entities/history';
import { ACCOUNT_EVENT_TYPES } from '@myapp/core/events';
import { currentActor, historyPolicy } from '@myapp/core/policies';
import { IconFilterOff } from '@tabler/icons-react';
import { Link, useSearch } from 'wouter';
import { navigate } from 'wouter/use-browser-location';
import { type AuditAddress, readAuditAddress, whereOf, writeAuditAddress } from './audit-address';
import { TYPE_LABELS } from './entry-text';
import { HistoryList } from './history-list';
import { PersonFilter } from './person-filter';
import { Timeline } from './timeline';

const count = new Intl.NumberFormat();

const TYPES = [
  { value: '', label: 'Anything' },
  ...ACCOUNT_EVENT_TYPES.map((type) => ({ value: type as string, label: TYPE_LABELS[type] })),
];

const SYSTEM = [{ value: 'system', label: 'The system' }];

const about = ({ userId, userName }: HistoryEntry) => (
  <Anchor
    component={Link}
    href={`/users/${encodeURIComponent(userId)}/history`}
    size="sm"
    className="break-anywhere"
  >
    {userName ?? 'a user who is gone'}
  </Anchor>
);

interface FiltersProps {
  readonly address: AuditAddress;
  readonly change: (change: AuditAddress) => void;
  readonly nameOf: (id: string | undefined) => string | undefined;
}

const Filters = ({ address, change, nameOf }: FiltersProps) => (
  <search className="audit-filters">
    <NativeSelect
      label="What happened"
      value={address.type ?? ''}
      data={TYPES}
      onChange={(event) => {
        const { value } = event.currentTarget;
        change({ type: ACCOUNT_EVENT_TYPES.find((type) => type === value) });
      }}
    />
    <PersonFilter
      label="Done by"
      value={address.actor}
      name={nameOf(address.actor)}
      others={SYSTEM}
      onChange={(actor) => change({ actor })}
    />
    <PersonFilter
      label="Done to"
      value={address.user}
      name={nameOf(address.user)}
      onChange={(user) => change({ user })}
    />
    <TextInput
      type="date"
      label="From"
      value={address.from ?? ''}
      max={address.to}
      onChange={(event) => change({ from: event.currentTarget.value })}
    />
    <TextInput
      type="date"
      label="To"
      value={address.to ?? ''}
      min={address.from}
      onChange={(event) => change({ to: event.currentTarget.value })}
    />
    {writeAuditAddress(address) !== '' && (
      <Button
        variant="subtle"
        color="gray"
        className="audit-clear"
        leftSection={<IconFilterOff size={16} />}
        onClick={() =>
          change({ type: undefined, actor: undefined, user: undefined, from: undefined, to: undefined })
        }
      >
        Clear all filters
      </Button>
    )}
  </search>
);

/** What happened to everybody; for admins. */
const Audit = () => {
  const address = readAuditAddress(useSearch());
  const live = useAudit(whereOf(address));
  const { items, fetched } = live.history;
  const total = live.history.getTotal();
  const change = (changed: AuditAddress): void =>
    navigate(`/audit${writeAuditAddress({ ...address, ...changed })}`, { replace: true });
  const nameOf = (id: string | undefined): string | undefined =>
    items.find(({ userId }) => userId === id)?.userName ??
    items.find(({ actor }) => actor === id)?.actorName ??
    undefined;
  return (
    <>
      <div className="page-head">
        <Title order={1} size="h2" tabIndex={-1}>
          Audit
          {fetched && total !== undefined && <span className="page-total">{count.format(total)}</span>}
        </Title>
      </div>
      <Filters address={address} change={change} nameOf={nameOf} />
      <div className="list history-list">
        <HistoryList
          live={live}
          empty={{
            title: 'Nothing matches',
            description: 'Nothing that happened has all of what you filter for.',
          }}
        >
          <Timeline label="What happened" entries={items} about={about} />
        </HistoryList>
      </div>
    </>
  );
};

/** The audit log; who may not read it is told so. */
export const AuditPage = () => {
  useDocumentTitle('Audit');
  const reason = historyPolicy.reason(currentActor(), 'read');
  if (reason === undefined) return <Audit />;
  return (
    <>
      <Title order={1} size="h2" tabIndex={-1} mb="md">
        Audit
      </Title>
      <p role="alert">{reason}.</p>
    </>
  );
};
