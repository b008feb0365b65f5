import type { StoredEvent } from '@myapp/core/events';
import { prisma } from '../database/current';
import { Prisma } from '../generated/client';

/** A place in the order of all events; what comes after it was not known when it was the last. */
export interface Place {
  /** The transaction, counted over all servers on which the database has been. */
  readonly transaction: bigint;
  readonly position: bigint;
}

/** Before the first event. */
export const START: Place = { transaction: 0n, position: 0n };

/** An event and its place. */
export interface PlacedEvent extends StoredEvent, Place {}

/** Events of one stream. */
export interface StreamPart {
  readonly stream: string;
  readonly streamId: string;
  /** A version; those after it are read. */
  readonly after?: number | undefined;
  /** The last version. */
  readonly upTo?: number | undefined;
  /** The last moment. */
  readonly at?: Date | undefined;
}

const COLUMNS = Prisma.sql`e.transaction, e.position, e.stream, e.stream_id AS "streamId", e.version, e.id, e.type,
  e.schema_version AS "schemaVersion", e.data, e.personal, e.actor, e.request_id AS "requestId", e.at`;

const NONE_LATER = 2 ** 31 - 1;

/** Runs one statement for its rows. */
export async function queried<Row>(statement: Prisma.Sql): Promise<Row[]> {
  return prisma.$queryRaw<Row[]>(statement);
}

/** Events of one stream, the oldest first. */
export function streamRows({
  stream,
  streamId,
  after = 0,
  upTo = NONE_LATER,
  at,
}: StreamPart): Promise<PlacedEvent[]> {
  const inTime = at === undefined ? Prisma.empty : Prisma.sql`AND e.at <= ${at}`;
  return queried(Prisma.sql`SELECT ${COLUMNS} FROM events AS e
    WHERE e.stream = ${stream} AND e.stream_id = ${streamId} AND e.version > ${after} AND e.version <= ${upTo} ${inTime}
    ORDER BY e.version`);
}

/**
 * The next events of some streams in the one order of all events, up to the oldest transaction that is running: nothing
 * can come among them any more, whoever is slow. Within a stream that is the order of its versions; of two streams, that
 * in which their transactions began, not in which they ended.
 *
 * @param limit - how many at most
 * @example
 * let place = START;
 * for (const event of await rowsAfter(place, { streams: ['user'], limit: 500 })) place = event;
 */
export function rowsAfter(
  { transaction, position }: Place,
  { streams, limit }: { readonly streams: readonly string[]; readonly limit: number },
): Promise<PlacedEvent[]> {
  return queried(Prisma.sql`SELECT ${COLUMNS} FROM events AS e, event_clock AS c
    WHERE (e.transaction, e.position) > (${transaction}, ${position}) AND e.stream = ANY (${[...streams]})
      AND e.transaction < c.ahead + pg_snapshot_xmin(pg_current_snapshot())::text::bigint
    ORDER BY e.transaction, e.position LIMIT ${limit}`);
}
