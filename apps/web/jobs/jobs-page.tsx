import { Button, EmptyState, Group, SegmentedControl, Skeleton, Title } from '@mantine/core';
import { useDocumentTitle } from '@mantine/hooks';
import { useJobs } from '@myapp/client/hooks/useJob';
import type { IJob, Jobs } from '@myapp/core/jobs';
import { IconStack2, IconUpload } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import type { ListSpecs } from 'reactive/query';
import { modelOf, useModel } from 'reactive/react';
import { connection } from '../connection';
import { ConnectionBanner } from '../connection-banner';
import { LoadFailed } from '../load-failed';
import { useReconnection } from '../reconnection';
import { ShowOlder } from '../show-older';
import { ImportDialog } from './import-dialog';
import { JobCard } from './job-card';
import { FILTERS, useJobFilter } from './job-filter';
import { useSpokenEnds } from './spoken-ends';

const PAGE = 50;

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
  // What a busy server was asked for is asked for again by itself.
  const isPutOff = error?.code === 'unavailable' && fetched;
  if (error !== undefined && !lost && !fetching && !isPutOff) {
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
    <>
      <ul className="job-cards">
        {items.map((job) => (
          <JobCard key={job.localKey} job={job} />
        ))}
      </ul>
      {jobs.hasMore && (
        <ShowOlder shown={items.length} isFetching={fetching} load={() => modelOf(jobs).loadNext()} />
      )}
    </>
  );
};

/** The jobs: what runs and how far it is, what has become of others, and what can be done about them. */
export const JobsPage = () => {
  useDocumentTitle('Jobs');
  const [filter, choose] = useJobFilter();
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
  useReconnection(lost || error?.code === 'unavailable', reload);
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
          onChange={choose}
        />
      </div>
      <section className="list" aria-label="List of jobs" data-fetched={fetched}>
        <List jobs={jobs} reload={reload} onImport={onImport} />
      </section>
      <ImportDialog opened={isImporting} onClose={() => setImporting(false)} />
    </>
  );
};
