import { AbortedError } from 'reactive/errors';

/** What an import reads from: rows in memory, or ones that arrive. */
export type ImportRows = Iterable<unknown> | AsyncIterable<unknown>;

/** The rows as one kind of iterator. */
export async function* openRows(rows: ImportRows): AsyncGenerator<unknown, void, void> {
  yield* rows;
}

/**
 * The next row. Waiting for one that never comes ends with the signal, too.
 *
 * @throws AbortedError; and whatever the source throws.
 */
export function nextRow(
  rows: AsyncGenerator<unknown, void, void>,
  signal: AbortSignal | undefined,
): Promise<IteratorResult<unknown, void>> {
  return new Promise((resolve, reject) => {
    const giveUp = (): void => reject(new AbortedError('The import was aborted', { cause: signal?.reason }));
    if (signal?.aborted === true) {
      giveUp();
      return;
    }
    signal?.addEventListener('abort', giveUp, { once: true });
    const settled = (): void => signal?.removeEventListener('abort', giveUp);
    rows.next().then(resolve, reject).finally(settled);
  });
}
