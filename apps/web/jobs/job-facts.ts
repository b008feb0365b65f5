import type { Job } from '@myapp/core/jobs';

/** What each kind of job is called. */
const NAMES: Readonly<Record<string, string>> = { 'import-users': 'Import of users', 'clean-up': 'Clean-up' };

/** How a job stands, in a word and a colour. */
export const STATUSES: Readonly<Record<Job['status'], { readonly label: string; readonly color: string }>> = {
  pending: { label: 'Waiting', color: 'gray' },
  running: { label: 'Running', color: 'indigo' },
  completed: { label: 'Finished', color: 'teal' },
  failed: { label: 'Failed', color: 'red' },
  cancelled: { label: 'Cancelled', color: 'yellow' },
};

const number = new Intl.NumberFormat();
const rate = new Intl.NumberFormat(undefined, { maximumSignificantDigits: 2 });

/** What a job is called: the file that it works on, where there is one. */
export const nameOf = ({ type, label }: Job): string => label ?? NAMES[type] ?? type;

export const kindOf = ({ type }: Job): string => NAMES[type] ?? type;

/** A length of time, as people say it: exact at its end, and rough before. */
const durationText = (seconds: number): string => {
  if (seconds < 1) return 'less than a second';
  if (seconds < 60) return `${Math.round(seconds)} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
};

/** How far it is, how fast it goes, and how long it will take. */
export const progressText = (job: Job): string => {
  const { processedItems, totalItems, itemsPerSecond, secondsLeft } = job;
  const parts = [
    `${number.format(processedItems)} of ${number.format(totalItems)} rows`,
    itemsPerSecond !== undefined && job.status === 'running' && `${rate.format(itemsPerSecond)} a second`,
    secondsLeft !== undefined && `${durationText(secondsLeft)} left`,
  ];
  return parts.filter(Boolean).join(' · ');
};

/** What has become of its items; what there is none of is left out. */
export const outcomeText = ({ createdItems, updatedItems, unchangedItems, refusedItems }: Job): string => {
  const counts: [number, string][] = [
    [createdItems, 'created'],
    [updatedItems, 'updated'],
    [unchangedItems, 'unchanged'],
    [refusedItems, 'refused'],
  ];
  return counts.flatMap(([count, what]) => (count > 0 ? [`${number.format(count)} ${what}`] : [])).join(', ');
};
