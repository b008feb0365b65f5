/** A request to stop, by a signal. */
export interface StopSignals {
  /** Resolves with the first signal. */
  readonly asked: Promise<NodeJS.Signals>;
  readonly stopping: () => boolean;
}

const EXIT_CODES = { SIGINT: 130, SIGTERM: 143 };

/** Listens for SIGTERM and SIGINT. The first asks to stop; whoever sends a second one does not want to wait. */
export function stopSignals(): StopSignals {
  let stopping = false;
  const asked = new Promise<NodeJS.Signals>((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) {
      process.on(signal, () => {
        if (stopping) process.exit(EXIT_CODES[signal]);
        stopping = true;
        resolve(signal);
      });
    }
  });
  return { asked, stopping: () => stopping };
}
