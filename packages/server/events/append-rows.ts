import type { EventContent } from '@myapp/core/events';
import { ConflictError } from 'reactive/errors';
import { authorOf } from '../database/author';
import { currentTransaction } from '../database/current';
import { Prisma } from '../generated/client';
import { queried } from './event-rows';

/** Where an event stands. */
export interface Appended {
  readonly id: string;
  readonly version: number;
  readonly position: bigint;
}

/** An event, checked and with its id, as the table takes it. */
export interface RowToAppend extends EventContent {
  readonly id: string;
  readonly type: string;
  readonly schemaVersion: number;
}

/** The end of a stream, as somebody expects it. */
export interface StreamEnd {
  readonly stream: string;
  readonly streamId: string;
  readonly expected: number | undefined;
}

function conflict(expected: number | undefined, cause?: unknown): ConflictError {
  const version = expected === undefined ? '' : ` is not at version ${expected}, or`;
  return new ConflictError(`The stream${version} has other events under these ids: read it again`, { cause });
}

/** Who writes: a unit of work has told the database already. */
function author(): { readonly actor: string | null; readonly request: string | null } {
  return currentTransaction() ? { actor: null, request: null } : authorOf({});
}

/** The plain statement for one event, which does for all but those who are in each other's way; then nothing. */
async function appendOne(
  { stream, streamId, expected }: StreamEnd,
  { id, type, schemaVersion, data, personal }: RowToAppend,
): Promise<Appended[]> {
  const { actor, request } = author();
  const version = expected === undefined ? null : expected + 1;
  const content = JSON.stringify(data);
  const ofPerson = personal === null ? null : JSON.stringify(personal);
  try {
    return await queried<Appended>(Prisma.sql`
      INSERT INTO events (id, stream, stream_id, version, type, schema_version, data, personal, actor, request_id)
      SELECT ${id}, ${stream}, ${streamId}, ${version}::int, ${type}, ${schemaVersion}::int, ${content}::jsonb,
        ${ofPerson}::jsonb, ${actor}, nullif(${request}, '')
      WHERE NOT EXISTS (SELECT FROM events WHERE id = ${id})
      RETURNING id, version, position`);
  } catch (error) {
    if (!(error instanceof ConflictError)) throw error;
    // In a unit of work nothing more can be asked.
    if (currentTransaction()) throw conflict(expected, error);
    return [];
  }
}

/** All or none; or, where all of them are there, where they stand. */
async function appendAll(
  { stream, streamId, expected }: StreamEnd,
  rows: readonly RowToAppend[],
): Promise<Appended[]> {
  const { actor, request } = author();
  return queried<Appended>(Prisma.sql`
    SELECT event_id AS id, event_version AS version, event_position AS position
    FROM append_events(${stream}, ${streamId}, ${expected ?? null}::int, ${JSON.stringify(rows)}::jsonb,
      ${actor}, nullif(${request}, ''))`);
}

/**
 * Appends rows to a stream, all or none. Rows that are there already, by their ids, are not appended again: the answer is
 * where they stand.
 *
 * @throws ConflictError when the stream is at another version, or an id is that of another event; in a unit of work also
 * when the same rows are being appended at this moment
 */
export async function appendRows(end: StreamEnd, rows: readonly RowToAppend[]): Promise<Appended[]> {
  const [first, ...others] = rows;
  if (first === undefined) return [];
  if (new Set(rows.map(({ id }) => id)).size < rows.length) throw conflict(end.expected);
  const appended = others.length === 0 ? await appendOne(end, first) : [];
  if (appended.length > 0) return appended;
  const found = await appendAll(end, rows);
  if (found.length < rows.length) throw conflict(end.expected);
  return found;
}
