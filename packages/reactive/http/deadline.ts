import { AbortedError, errorFrom, type ReactiveError, TimeoutError } from '../errors';

/** What ends a request early. */
export interface Limits {
  /** Milliseconds; `Infinity` for none. */
  readonly timeout: number;
  readonly signal?: AbortSignal | undefined;
}

function reasonOf(signal: AbortSignal): ReactiveError {
  const error = errorFrom(signal.reason);
  const named = error.code === 'aborted' || error.code === 'timeout';
  return named ? error : new AbortedError('The request was aborted', { cause: signal.reason });
}

/**
 * Runs a request until it is done, the caller gives up, or the time is over; leaves neither timer nor listener.
 *
 * @throws AbortedError when `signal` aborts
 * @throws TimeoutError when the time is over
 */
export async function withDeadline<R>(
  { timeout, signal }: Limits,
  run: (signal: AbortSignal) => Promise<R>,
): Promise<R> {
  if (signal?.aborted) throw reasonOf(signal);
  const controller = new AbortController();
  let stop: () => void = () => {};
  // Raced, and not left to the signal alone: not every fetch obeys one, and none while a header is being made.
  const ended = new Promise<never>((_, reject) => {
    const end = (error: ReactiveError): void => {
      reject(error);
      controller.abort(error);
    };
    const giveUp = (): void => end(signal ? reasonOf(signal) : new AbortedError());
    const late = (): void =>
      end(new TimeoutError(`No answer within ${timeout} ms; whether it took effect is unknown`));
    const timer = Number.isFinite(timeout) ? setTimeout(late, timeout) : undefined;
    signal?.addEventListener('abort', giveUp);
    stop = () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', giveUp);
    };
  });
  try {
    return await Promise.race([run(controller.signal), ended]);
  } finally {
    stop();
  }
}
