import { AbortedError, errorFrom, InProgressError, type ReactiveError, UnavailableError } from '../errors';
import { uuidv7 } from '../registry/uuid';
import type { HttpConnection } from './connection';
import { type HttpAnswer, type HttpCall, send } from './send';

const DEFAULT_ATTEMPTS = 4;

/** Milliseconds before the second attempt where nobody says how long; twice as many before each further one. */
const FIRST_PAUSE = 100;

/** Nobody who looks at a form waits for longer. */
const LONGEST_PAUSE = 5000;

/** Milliseconds to wait before another attempt; `undefined` where it could bring nothing else. */
function pauseAfter(error: ReactiveError, attempt: number): number | undefined {
  const { retryAfter, cause } = error;
  if (!(error instanceof UnavailableError || error instanceof InProgressError)) return undefined;
  if (retryAfter !== undefined) return retryAfter * 1000 <= LONGEST_PAUSE ? retryAfter * 1000 : undefined;
  // Without a cause there was an answer, of something that is not our API.
  return cause === undefined ? undefined : FIRST_PAUSE * 2 ** attempt;
}

function pause(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const done = (): void => {
      signal?.removeEventListener('abort', giveUp);
      resolve();
    };
    const timer = setTimeout(done, milliseconds);
    const giveUp = (): void => {
      clearTimeout(timer);
      reject(new AbortedError('The request was aborted', { cause: signal?.reason }));
    };
    if (signal?.aborted) giveUp();
    else signal?.addEventListener('abort', giveUp, { once: true });
  });
}

/**
 * Sends a request that changes something under an idempotency key, and sends it again when its answer was lost on the
 * way, when the first is not finished, or when the server says after how many seconds to come back: whatever arrived
 * how often has its effect once.
 *
 * @throws as `send` does, what the last attempt met
 */
export async function sendOnce(
  connection: HttpConnection,
  { key = uuidv7(), ...call }: HttpCall & { readonly key?: string | undefined },
): Promise<HttpAnswer> {
  const { attempts = DEFAULT_ATTEMPTS } = connection;
  const keyed = { ...call, headers: { ...call.headers, 'Idempotency-Key': key } };
  for (let attempt = 0; ; attempt++) {
    try {
      return await send(connection, keyed);
    } catch (thrown) {
      const error = errorFrom(thrown);
      const wait = attempt + 1 < attempts ? pauseAfter(error, attempt) : undefined;
      if (wait === undefined) throw error;
      await pause(wait, call.signal);
    }
  }
}
