import type { Decider, Folded } from '@myapp/core/events';
import { Prisma } from '../generated/client';
import { queried, type StreamPart } from './event-rows';

type Stateful<State> = Pick<Decider<never, State, never>, 'state' | 'stateVersion'>;
type Name = Pick<StreamPart, 'stream' | 'streamId'>;

const NONE_LATER = 2 ** 31 - 1;

/** The snapshot of a stream, unless it is of a later version, of an older program, or no state at all. */
export async function findSnapshot<State>(
  { state: schema, stateVersion }: Stateful<State>,
  { stream, streamId }: Name,
  upTo = NONE_LATER,
): Promise<Folded<State> | undefined> {
  const [found] = await queried<Folded<unknown>>(Prisma.sql`SELECT version, state FROM event_snapshots
    WHERE stream = ${stream} AND stream_id = ${streamId} AND version <= ${upTo} AND state_version = ${stateVersion}`);
  const state = schema.safeParse(found?.state);
  return found && state.success ? { state: state.data, version: found.version } : undefined;
}

/**
 * Keeps a state, unless there is a later one, or the stream has gone on: what was deleted meanwhile must not come back
 * as a snapshot.
 */
export async function keepSnapshot<State>(
  { stateVersion }: Stateful<State>,
  { stream, streamId }: Name,
  { state, version }: Folded<State>,
): Promise<void> {
  await queried(Prisma.sql`
    INSERT INTO event_snapshots AS s (stream, stream_id, version, state_version, state)
    SELECT stream, stream_id, version, ${stateVersion}, ${JSON.stringify(state)}::jsonb
    FROM (SELECT * FROM event_streams WHERE stream = ${stream} AND stream_id = ${streamId} FOR SHARE) AS held
    WHERE version = ${version}
    ON CONFLICT (stream, stream_id) DO UPDATE SET
      (version, state_version, state, at) = (excluded.version, excluded.state_version, excluded.state, excluded.at)
      WHERE (s.state_version, s.version) < (excluded.state_version, excluded.version)`);
}
