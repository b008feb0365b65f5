import { Button, EmptyState, Group, SegmentedControl, Skeleton, Title } from '@mantine/core';
import { useDocumentTitle } from '@mantine/hooks';
import { useJobs } from '@myapp/client/hooks/useJob';
import type { IJob, Jobs } from '@myapp/core/jobs';
import { IconStack2, IconUpload } from '@tabler/icons-react';
import { useEffect, useEffectEvent, useRef, useState } from 'react';
import type { ListSpecs } from 'reactive/query';
import { modelOf, useModel } from 'reactive/react';
import { announce } from '../announcer';
import { connection } from '../connection';
import { ConnectionBanner } from '../connection-banner';
import { LoadFailed } from '../load-failed';
import { useReconnection } from '../reconnection';
import { ImportDialog } from './import-dialog';
import { JobCard } from './job-card';
import { nameOf, outcomeText, STATUSES } from './job-facts';

const FILTERS = {
  all: { label: 'All', where: {} },
  active: { label: 'Running', where: { status: { in: ['pending', 'running'] } } },
  completed: { label: 'Finished', where: { status: 'completed' } },
  failed: { label: 'Failed', where: { status: { in: ['failed', 'cancelled'] } } },
} as const satisfies Record<string, { label: string; where: ListSpecs<IJob>['where'] }>;

type Filter = keyof typeof FILTERS;

const isFilter = (text: string): text is Filter => text in FILTERS;

const PAGE = 50;

/** What a screen reader hears when a job has come to its end. */
const useSpokenEnds = (jobs: Jobs): void => {
  const known = useRef<ReadonlySet<string>>(undefined);
  const { items, fetched } = jobs;
  const ended = items.filter(({ isActive }) => !isActive);
  const ends = ended.map(({ id }) => id).join();
  const tell = useEffectEvent(() => {
    const before = known.current;
    known.current = new Set(ended.map(({ id }) => id));
    if (before === undefined) return;
    for (const job of ended) {
      if (!before.has(job.id)) announce(`${nameOf(job)}: ${STATUSES[job.status].label}. ${outcomeText(job)}`);
    }
  });
  useEffect(() => {
    if (fetched) tell();
  }, [fetched, ends]);
};

const NoJobs = ({ onImport }: { readonly onImport: (() => void) | undefined }) => (
  <EmptyState
    className="list-state"
    icon={<IconStack2 size={40} stroke={1.4} />}
    title="No jobs here"
    description="What takes longer than a click goes on in the background, and is shown here with how far it is."
  >
    {onImport !== undefined && (
      <EmptyState.Actions>
        <Button variant="default" onClick={onImport}>
          Import users
        </Button>
      </EmptyState.Actions>
    )}
  </EmptyState>
);

const Placeholder = () => (
  <ul className="job-cards" aria-hidden>
    {[0, 1, 2].map((row) => (
      <li key={row} className="job-card">
        <Skeleton height={14} width="30%" />
        <Skeleton height={11} width="45%" mt={10} />
        <Skeleton height={8} mt={14} />
      </li>
    ))}
  </ul>
);

interface ListProps {
  readonly jobs: Jobs;
  readonly reload: () => Promise<void>;
  readonly onImport: (() => void) | undefined;
}

const List = ({ jobs, reload, onImport }: ListProps) => {
  const { items, error, fetched, fetching } = jobs;
  const { lost } = useModel(connection);
  if (error !== undefined && !lost && !fetching) {
    return (
      <LoadFailed
        title="The jobs could not be loaded"
        message={error.message}
        onRetry={() => void reload()}
      />
    );
  }
  if (!fetched) return <Placeholder />;
  if (items.length === 0) return <NoJobs onImport={onImport} />;
  return (
    <ul className="job-cards">
      {items.map((job) => (
        <JobCard key={job.localKey} job={job} />
      ))}
    </ul>
  );
};

/** The jobs: what runs and how far it is, what has become of others, and what can be done about them. */
export const JobsPage = () => {
  useDocumentTitle('Jobs');
  const [filter, setFilter] = useState<Filter>('all');
  const [isImporting, setImporting] = useState(false);
  const specs: ListSpecs<IJob> = {
    where: FILTERS[filter].where,
    orderBy: { createdAt: 'desc' },
    limit: PAGE,
  };
  const jobs = useJobs(specs);
  const { lost } = useModel(connection);
  const { error, fetched, fetching } = jobs;
  useSpokenEnds(jobs);
  useEffect(() => {
    if (error !== undefined) connection.noteError(error);
    else if (fetched && !fetching) connection.lost = false;
  }, [error, fetched, fetching]);
  // A failure stands in `jobs.error`.
  const reload = async (): Promise<void> => {
    await modelOf(jobs)
      .load(specs)
      .then(
        () => connection.set({ lost: false }),
        () => undefined,
      );
  };
  useReconnection(lost, reload);
  const onImport = jobs.can('create') ? () => setImporting(true) : undefined;
  return (
    <>
      <Group justify="space-between" className="page-head">
        <Title order={1} size="h2" tabIndex={-1}>
          Jobs
        </Title>
        {onImport !== undefined && (
          <Button leftSection={<IconUpload size={16} />} onClick={onImport}>
            Import users
          </Button>
        )}
      </Group>
      <ConnectionBanner isLost={lost} retry={reload} />
      <div className="toolbar">
        <SegmentedControl
          aria-label="Jobs that are shown"
          data={Object.entries(FILTERS).map(([value, { label }]) => ({ value, label }))}
          value={filter}
          onChange={(value) => {
            if (isFilter(value)) setFilter(value);
          }}
        />
      </div>
      <section className="list" aria-label="List of jobs" data-fetched={fetched}>
        <List jobs={jobs} reload={reload} onImport={onImport} />
      </section>
      <ImportDialog opened={isImporting} onClose={() => setImporting(false)} />
    </>
  );
};
