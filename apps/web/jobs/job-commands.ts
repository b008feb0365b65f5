import { signalJobs } from '@myapp/client/jobs';
import type { Job, JobCommand } from '@myapp/core/jobs';
import { errorFrom } from 'reactive/errors';
import { connection } from '../connection';
import { toasts } from '../toasts';
import { nameOf } from './job-facts';

const FAILED: Readonly<Record<JobCommand, string>> = { cancel: 'goes on', retry: 'was not taken up again' };

/** Cancels a job or takes it up again, and says why where that fails. */
export const runJobCommand = async (job: Job, command: JobCommand): Promise<void> => {
  const id = `command-${job.id}`;
  try {
    await job[command]();
    toasts.hide(id);
    signalJobs();
  } catch (thrown) {
    const error = errorFrom(thrown);
    const reason = connection.noteError(error) ? 'the server does not answer' : error.message;
    toasts.failed({
      id,
      message: `${nameOf(job)} ${FAILED[command]}: ${reason}`,
      actions: [{ label: 'Try again', run: () => void runJobCommand(job, command) }],
    });
    await job.load().catch((again: unknown) => connection.noteError(again));
  }
};
