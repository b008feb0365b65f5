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

/** Fails as soon as a signal aborts. */
export const aborted = (signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
  });
