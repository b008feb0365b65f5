import { StateError } from '../../errors';
import { isItemId } from '../item/creation';

/** What a provider answered. */
export interface Answer {
  /** When it was asked for. */
  readonly ticket: number;
  readonly rows: readonly object[];
  readonly total: number | undefined;
  readonly next: string | null;
}

/**
 * Reads what a provider answered.
 *
 * @throws StateError for what is no page
 */
export const readAnswer = (answer: unknown, ticket: number): Answer => {
  const { items, total, next } = (answer ?? {}) as { items?: unknown; total?: unknown; next?: unknown };
  if (!Array.isArray(items) || !items.every((row) => isItemId(row?.id)))
    throw new StateError(
      "The collection's provider must have a list() that answers { items, total, next }, items with ids.",
    );
  return {
    ticket,
    rows: items as object[],
    total: typeof total === 'number' ? total : undefined,
    // A page without rows ends the list, whatever cursor came with it: asking on would never end.
    next: typeof next === 'string' && next !== '' && items.length > 0 ? next : null,
  };
};

/** Fails as soon as a signal aborts, or at once where it has. */
const aborted = (signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) => {
    const fail = (): void => reject(signal.reason as Error);
    if (signal.aborted) fail();
    signal.addEventListener('abort', fail, { once: true });
  });

/** What comes of something; fails as soon as a signal aborts, whether that heeds it or not. */
export const unlessAborted = <V>(signal: AbortSignal, result: V): Promise<Awaited<V>> =>
  Promise.race([aborted(signal), result]);
