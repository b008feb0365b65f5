import { signalJobs } from '@myapp/client/jobs';
import { importUsersFile } from '@myapp/client/providers/job';
import type { DUPLICATES } from '@myapp/core/jobs';
import { useEffect, useRef, useState } from 'react';
import { errorFrom } from 'reactive/errors';
import { connection } from '../connection';
import { toasts } from '../toasts';

export type Duplicates = (typeof DUPLICATES)[number];

/** Sends a file of users to be imported, and says why where it is refused. Who leaves the page stops it. */
export const useSending = (onStarted: () => void) => {
  const [failure, setFailure] = useState<readonly string[]>([]);
  const [sent, setSent] = useState<{ readonly name: string; readonly share: number }>();
  const controller = useRef<AbortController>(undefined);
  useEffect(() => () => controller.current?.abort(), []);
  const send = async (file: File, duplicates: Duplicates, idempotencyKey: string): Promise<void> => {
    const { name } = file;
    const begun = new AbortController();
    const { signal } = begun;
    const onProgress = (share: number): void => setSent({ name, share });
    controller.current = begun;
    onProgress(0);
    setFailure([]);
    try {
      await importUsersFile(file, { duplicates, idempotencyKey, signal, onProgress });
      signalJobs();
      toasts.done({ message: `${name} is being imported.` });
      onStarted();
    } catch (thrown) {
      const error = errorFrom(thrown);
      if (signal.aborted) return;
      connection.noteError(error);
      setFailure(Object.values(error.errors ?? { '': [error.message] }).flat());
    } finally {
      // Stopped and sent again, it is the second sending that is shown.
      if (controller.current === begun) setSent(undefined);
    }
  };
  return {
    failure,
    forget: () => setFailure([]),
    /** The file that is on its way, and how much of it has been sent: from 0 to 1. */
    sent,
    send,
    stop: () => controller.current?.abort(),
  };
};

export type Sending = ReturnType<typeof useSending>;
