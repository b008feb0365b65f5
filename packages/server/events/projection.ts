import {
  type EventCatalogue,
  type EventDefinitions,
  type EventOf,
  type Recorded,
  UnknownEventError,
} from '@myapp/core/events';
import { SYSTEM } from '@myapp/core/policies';
import { unitOfWork } from '../database/unit-of-work';
import { Prisma } from '../generated/client';
import { type Place, type PlacedEvent, queried, rowsAfter, START } from './event-rows';

/** What is made of the events of one kind of stream, and could be made of them again. */
export interface Projection<Definitions extends EventDefinitions> {
  readonly name: string;
  /** Raised whenever it makes something else of the same events: it is then made anew. */
  readonly version: number;
  readonly stream: string;
  readonly events: EventCatalogue<Definitions>;
  /** Writes what events come to, through `prisma`: it is committed together with how far that is. */
  apply(events: readonly Recorded<EventOf<Definitions>>[]): Promise<void>;
  /** Removes all that was made. */
  reset(): Promise<void>;
}

/** What one step of a projection did. */
export interface Step {
  /** How many events were applied. */
  readonly applied: number;
  /** Why it stands before an event that it can't read. */
  readonly halted: string | undefined;
  /** Whether somebody else is at it, or a newer build has made it. */
  readonly isOthers: boolean;
}

interface Checkpoint extends Place {
  readonly version: number;
  readonly halted: string | null;
}

const NOT_OURS: Step = { applied: 0, halted: undefined, isOthers: true };

/** Milliseconds for one step. */
const TIMEOUT = 30_000;

/** Takes the checkpoint for this transaction; of several processes, one has it. */
async function take(name: string, version: number): Promise<Checkpoint | undefined> {
  await queried(Prisma.sql`
    INSERT INTO projections (name, version) VALUES (${name}, ${version}) ON CONFLICT DO NOTHING`);
  const [found] = await queried<Checkpoint>(Prisma.sql`
    SELECT version, transaction, position, halted FROM projections WHERE name = ${name} FOR UPDATE SKIP LOCKED`);
  return found;
}

async function keep(name: string, { version, transaction, position, halted }: Checkpoint): Promise<void> {
  await queried(Prisma.sql`
    UPDATE projections SET (version, transaction, position, halted, at) =
      (${version}, ${transaction}, ${position}, ${halted}, now()) WHERE name = ${name}`);
}

/** The events up to the first that can't be read, and why that one can't. */
function readable<Definitions extends EventDefinitions>(
  catalogue: EventCatalogue<Definitions>,
  rows: readonly PlacedEvent[],
): { events: Recorded<EventOf<Definitions>>[]; halted: string | null } {
  const events: Recorded<EventOf<Definitions>>[] = [];
  for (const row of rows) {
    try {
      events.push(catalogue.read(row));
    } catch (error) {
      if (!(error instanceof UnknownEventError)) throw error;
      return { events, halted: `${error.message} (event ${row.id}, position ${row.position})` };
    }
  }
  return { events, halted: null };
}

/**
 * Applies the next events, and remembers in the same transaction how far it has come: whatever ends the process, no
 * event is applied twice or left out. Before an event that it can't read it stops, until a build comes that can.
 *
 * @param limit - how many events at most
 * @example
 * while ((await stepProjection(accountActivity)).applied > 0);
 */
export async function stepProjection<Definitions extends EventDefinitions>(
  projection: Projection<Definitions>,
  limit = 500,
): Promise<Step> {
  const { name, version, stream, events: catalogue } = projection;
  return unitOfWork(
    async () => {
      // What was restored from another server is looked at before it is read.
      await queried(Prisma.sql`SELECT event_clock_ahead()`);
      const known = await take(name, version);
      if (known === undefined || known.version > version) return NOT_OURS;
      const isAnew = known.version < version;
      if (isAnew) await projection.reset();
      const from = isAnew ? START : known;
      const rows = await rowsAfter(from, { streams: [stream], limit });
      const { events, halted } = readable(catalogue, rows);
      const { transaction, position } = rows[events.length - 1] ?? from;
      if (events.length > 0) await projection.apply(events);
      if (isAnew || events.length > 0 || halted !== known.halted) {
        await keep(name, { version, transaction, position, halted });
      }
      return { applied: events.length, halted: halted ?? undefined, isOthers: false };
    },
    { actor: SYSTEM, timeout: TIMEOUT },
  );
}

/**
 * Makes a projection anew, from the first event on. It is empty when the first step ends, and whole when the last does.
 *
 * @returns how many events were applied
 */
export async function rebuildProjection<Definitions extends EventDefinitions>(
  projection: Projection<Definitions>,
): Promise<number> {
  await unitOfWork(
    async () => {
      await projection.reset();
      await queried(Prisma.sql`DELETE FROM projections WHERE name = ${projection.name}`);
    },
    { actor: SYSTEM, timeout: TIMEOUT },
  );
  let total = 0;
  for (;;) {
    const { applied } = await stepProjection(projection);
    if (applied === 0) return total;
    total += applied;
  }
}
