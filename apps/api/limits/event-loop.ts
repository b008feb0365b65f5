import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { RequestHandler } from 'express';
import { UnavailableError } from 'reactive/errors';

const RESOLUTION = 20;
const NANOSECONDS = 1e6;

/** How late the event loop may be on average over a second, in milliseconds. One request is no overload, many are. */
const LATEST = 500;
const EVERY = 1000;

/** Watches how late the event loop is, as long as the process lives. */
export interface LoopWatch {
  /** Milliseconds, averaged over the last second. */
  readonly lateness: () => number;
  stop(): void;
}

/**
 * Watches from when somebody first asks: what a start takes is over by then, and the first to come must not be told that
 * the server is busy. Keeps no process alive.
 */
export function watchLoop(): LoopWatch {
  const histogram = monitorEventLoopDelay({ resolution: RESOLUTION });
  let late = 0;
  let timer: NodeJS.Timeout | undefined;
  const note = (): void => {
    // Nothing has been measured yet when this comes first after the loop stood still.
    if (histogram.count > 0) late = histogram.mean / NANOSECONDS - RESOLUTION;
    histogram.reset();
  };
  return {
    lateness() {
      if (histogram.enable()) timer ??= setInterval(note, EVERY).unref();
      return late;
    },
    stop() {
      clearInterval(timer);
      histogram.disable();
    },
  };
}

/** Answers 503 while the process is so busy that an answer would come late for everybody. */
export function refuseWhenLate(lateness: () => number, latest = LATEST): RequestHandler {
  return (_req, _res, next) => {
    if (lateness() > latest) throw new UnavailableError('The server is busy', { retryAfter: 2 });
    next();
  };
}
