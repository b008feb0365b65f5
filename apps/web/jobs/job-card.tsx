import { Badge, Button, Group, Progress, Text } from '@mantine/core';
import { reportAddress } from '@myapp/client/providers/job';
import type { Job, JobCommand } from '@myapp/core/jobs';
import { IconDownload, IconPlayerStop, IconRefresh } from '@tabler/icons-react';
import { useState } from 'react';
import { modelOf } from 'reactive/react';
import { DownloadLink } from '../download-link';
import { runJobCommand } from './job-commands';
import { kindOf, nameOf, outcomeText, progressText, STATUSES } from './job-facts';

const time = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });

interface CommandProps {
  readonly job: Job;
  readonly command: JobCommand;
}

const LOOKS = {
  cancel: { label: 'Cancel', icon: <IconPlayerStop size={14} /> },
  retry: { label: 'Retry', icon: <IconRefresh size={14} /> },
} as const;

const CommandButton = ({ job, command }: CommandProps) => {
  const [isAsking, setAsking] = useState(false);
  const { label, icon } = LOOKS[command];
  const ask = async (): Promise<void> => {
    setAsking(true);
    await runJobCommand(modelOf(job), command);
    setAsking(false);
  };
  return (
    <Button size="xs" variant="default" leftSection={icon} loading={isAsking} onClick={() => void ask()}>
      {label}
      <span className="visually-hidden"> {nameOf(job)}</span>
    </Button>
  );
};

const ReportLink = ({ job }: { readonly job: Job }) => (
  <DownloadLink href={reportAddress(job.id)} size="xs" leftSection={<IconDownload size={14} />}>
    Refused rows<span className="visually-hidden"> of {nameOf(job)}</span>
  </DownloadLink>
);

const Bar = ({ job }: { readonly job: Job }) => (
  <Progress.Root size="sm" mt={10} className="job-bar">
    <Progress.Section
      value={job.progress}
      color={STATUSES[job.status].color}
      aria-label={`Progress of ${nameOf(job)}`}
      aria-valuetext={`${Math.floor(job.progress)} %`}
    />
  </Progress.Root>
);

/** One job: how it stands, how far it is, and what can be done about it. */
export const JobCard = ({ job }: { readonly job: Job }) => {
  const { label, color } = STATUSES[job.status];
  const outcome = outcomeText(job);
  const hasItems = job.totalItems > 0;
  return (
    <li className="job-card" data-job={job.status}>
      <Group justify="space-between" align="flex-start" gap="xs">
        <div className="job-card-text">
          <Group gap={8}>
            <Text fw={600} className="break-anywhere">
              {nameOf(job)}
            </Text>
            <Badge variant="light" color={color}>
              {job.cancelling ? 'Stopping' : label}
            </Badge>
          </Group>
          <Text size="sm" c="dimmed">
            {job.label === null ? '' : `${kindOf(job)} · `}
            {time.format(job.createdAt)}
          </Text>
        </div>
        <Group gap="xs">
          {job.refusedItems > 0 && <ReportLink job={job} />}
          {job.can('cancel') && <CommandButton job={job} command="cancel" />}
          {job.can('retry') && <CommandButton job={job} command="retry" />}
        </Group>
      </Group>
      {hasItems && job.status !== 'completed' && <Bar job={job} />}
      {hasItems && (
        <Text size="sm" mt={8} className="job-progress">
          {progressText(job)}
        </Text>
      )}
      {outcome !== '' && hasItems && (
        <Text size="sm" c="dimmed">
          {outcome}
        </Text>
      )}
      {job.error !== null && (
        <Text size="sm" c="var(--mantine-color-error)" mt={6} className="break-anywhere">
          {job.error}
        </Text>
      )}
    </li>
  );
};
