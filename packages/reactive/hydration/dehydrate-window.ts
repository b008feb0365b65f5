import type { z } from 'zod';
import { knownRecords, type LoadedWindow, loadedWindows } from '../entities/collection/known-window';
import { DefinitionError, ValidationError } from '../errors';
import { fieldsOf } from '../query';
import { toSearchParams } from '../query/url';
import type { EntityChannel } from '../registry/channel';
import type { RecordId } from '../registry/store';
import type { DehydratedWindow } from './types';

interface Rows {
  readonly read: z.ZodObject;
  /** Whether there is a row of an id. */
  readonly has: (id: RecordId) => boolean;
}

/** What was asked for in its URL form, which names no field that the schema has not. */
const queryOf = (entity: string, { specs }: LoadedWindow, read: z.ZodObject): string => {
  const given = Object.fromEntries(Object.entries(specs).filter(([, value]) => value !== undefined));
  try {
    return toSearchParams(given, fieldsOf(read)).toString();
  } catch (error) {
    if (!(error instanceof ValidationError)) throw error;
    throw new DefinitionError(
      `A collection of '${entity}' was filtered or sorted by what its read schema does not allow (${error.message}). ` +
        'Add the field to the schema, or dispose() of the collection before.',
      { cause: error },
    );
  }
};

/** Whether an unpublished edit may have brought something in, out, or elsewhere. */
const hangsOnEdits = ({ view: { members } }: LoadedWindow, channel: EntityChannel): boolean => {
  const { plan } = members;
  return [...channel.live()].some(
    (record) =>
      !record.isDraft &&
      record.changedIndexes().some((index) => {
        const name = record.shape.names[index] as string;
        return plan.filters(record.shape, name) || plan.sorts(name);
      }),
  );
};

const windowOf = (window: LoadedWindow, query: string, has: Rows['has']): DehydratedWindow => {
  const { members } = window.view;
  const ids = knownRecords(window).flatMap(({ id }) => (id !== undefined && has(id) ? [id] : []));
  return {
    query,
    ids,
    shown: members.extent.window === Number.POSITIVE_INFINITY ? null : members.extent.window,
    total: members.total === undefined ? null : members.total - (members.size - ids.length),
    next: window.next,
  };
};

/**
 * What the collections of an entity have loaded, each query once. One that hangs on an unpublished edit is left out, and
 * so is one of which only the cursor is left.
 *
 * @throws DefinitionError when a query names a field that the schema has not.
 */
export const dehydratedWindows = (channel: EntityChannel, { read, has }: Rows): DehydratedWindow[] => {
  const found = new Map<string, DehydratedWindow>();
  for (const window of loadedWindows(channel)) {
    const query = queryOf(channel.entity, window, read);
    if (hangsOnEdits(window, channel)) continue;
    const dehydrated = windowOf(window, query, has);
    if (dehydrated.ids.length > 0 || dehydrated.next === null) found.set(query, dehydrated);
  }
  return [...found.values()];
};
