import { randomUUID } from 'node:crypto';
import {
  type DecidedAggregate,
  type Decider,
  type EventDefinitions,
  type EventOf,
  type Folded,
  fold,
  type Recorded,
} from '@myapp/core/events';
import { errorFrom } from 'reactive/errors';
import { type Appended, appendRows, type RowToAppend } from './append-rows';
import { type StreamPart, streamRows } from './event-rows';
import { findSnapshot, keepSnapshot } from './snapshots';

/** An event to append. Under the same id it is appended once, however often that is tried. */
export type NewEvent<Definitions extends EventDefinitions> = EventOf<Definitions> & { readonly id?: string };

/** What has to hold for an append. */
export interface AppendOptions {
  /** The version that the stream has to have: 0 for a new one. Without it, any is right. */
  readonly expected?: number | undefined;
}

/** Until when: after so many events, or at a moment. */
export type Until = Pick<StreamPart, 'upTo' | 'at'>;

/** Events since the last snapshot that are worth a new one. */
const SNAPSHOT_EVERY = 100;

/**
 * The streams of one kind of aggregate, in the open database. What is appended in a unit of work is committed with it;
 * otherwise it is committed at once. Who acts and when it was is for the scope and the server to say.
 *
 * @example
 * const accounts = new EventStore(account);
 * await accounts.append(id, [{ type: 'invited', data: {}, personal: null }], { expected: 3 });
 * const { state, version } = await accounts.load(id);
 */
export class EventStore<Definitions extends EventDefinitions, State, Command> {
  readonly #decider: Decider<Definitions, State, Command>;

  constructor(decider: Decider<Definitions, State, Command>) {
    this.#decider = decider;
  }

  /**
   * Appends events, all or none. Events that were appended before, by their ids, are not appended again: the answer is
   * where they stand.
   *
   * @throws ConflictError when the stream is at another version, or an id is that of another event
   * @throws ValidationError, UnknownEventError for what could not be read again
   */
  async append(
    streamId: string,
    events: readonly NewEvent<Definitions>[],
    { expected }: AppendOptions = {},
  ): Promise<Appended[]> {
    const given = events.map((event) => this.#written(event));
    return appendRows({ stream: this.#decider.stream, streamId, expected }, given);
  }

  /** Events of a stream in today's form, the oldest first. */
  async read(
    streamId: string,
    part: Pick<StreamPart, 'after' | 'upTo' | 'at'> = {},
  ): Promise<Recorded<EventOf<Definitions>>[]> {
    const rows = await streamRows({ stream: this.#decider.stream, streamId, ...part });
    return rows.map((row) => this.#decider.events.read(row));
  }

  /**
   * The state of an aggregate: as it is now, or as it was. Version 0 is that of a stream that does not exist, or did not
   * then.
   */
  async load(streamId: string, until: Until = {}): Promise<Folded<State>> {
    const name = { stream: this.#decider.stream, streamId };
    const isNow = until.at === undefined && until.upTo === undefined;
    // Of a moment, nothing tells whether the snapshot is from before it.
    const from = until.at === undefined ? await findSnapshot(this.#decider, name, until.upTo) : undefined;
    const events = await this.read(streamId, { ...until, after: from?.version });
    const folded = fold(this.#decider, events, from);
    if (isNow && events.length >= SNAPSHOT_EVERY) await keepSnapshot(this.#decider, name, folded);
    return folded;
  }

  /**
   * Loads an aggregate, does what a command asks for, and appends what came of it: if somebody else was faster, none of
   * it.
   *
   * @throws whatever the domain has against the command
   * @throws ConflictError when the stream has gone on meanwhile
   */
  async execute(streamId: string, command: Command): Promise<Appended[]> {
    const { state, version } = await this.load(streamId);
    return this.append(streamId, this.#decider.decide(state, command), { expected: version });
  }

  /**
   * Appends what is pending of an aggregate.
   *
   * @throws ConflictError when the stream has gone on since it was read
   */
  async save(aggregate: DecidedAggregate<Definitions, State, Command>): Promise<Appended[]> {
    const appended = await this.append(aggregate.id, aggregate.pending, { expected: aggregate.savedVersion });
    aggregate.markSaved();
    return appended;
  }

  #written({ id = randomUUID(), ...event }: NewEvent<Definitions>): RowToAppend {
    try {
      // Without its id it is an event of its type.
      return { id, ...this.#decider.events.write(event) };
    } catch (error) {
      throw errorFrom(error);
    }
  }
}
