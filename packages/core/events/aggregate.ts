import { type ModelSpecs, ReactiveModel } from 'reactive/model';
import type { EventDefinitions, EventOf, Recorded } from './catalogue';
import { type Decider, type Folded, fold } from './decider';

/** An event, as an aggregate tells of it. */
export interface IEvent {
  readonly type: string;
  readonly data: unknown;
  /** Milliseconds since 1970. */
  readonly timestamp: number;
}

/** What an aggregate is made of. */
export interface IAggregate<Event extends IEvent = IEvent> {
  id: string;
  /** How many events there were. */
  version: number;
  events: readonly Event[];
}

/**
 * Something that is what has happened to it. Each event is heard as `event:<type>`, with its data, when it is applied
 * and again when it is replayed.
 *
 * @example
 * const aggregate = new Aggregate({ id: 'a1' });
 * aggregate.on('event:renamed', (data) => console.log(data));
 * aggregate.apply({ type: 'renamed', data: 'Ada', timestamp: Date.now() });
 * aggregate.version; // 1
 */
export class Aggregate<
  Event extends IEvent = IEvent,
  T extends IAggregate<Event> = IAggregate<Event>,
> extends ReactiveModel<T> {
  declare id: string;
  declare version: number;
  declare events: readonly Event[];

  constructor(specs: Partial<T> & { readonly properties?: readonly (keyof T & string)[] } = {}) {
    const declared = { properties: ['id', 'version', 'events'], ...specs };
    // Whoever has a T of more properties declares all of them.
    super({
      ...declared,
      events: specs.events ?? [],
      version: specs.version ?? 0,
    } as unknown as ModelSpecs<T>);
  }

  /** Takes an event as the next one. */
  apply(event: Event): void {
    this.transaction(() => {
      // The two are properties of every T; a class that has more says what becomes of them.
      this.set({
        events: [...this.events, event],
        version: this.version + 1,
        ...this.after(event),
      });
    });
    this.#tell(event);
  }

  /** What else changes with an event. */
  protected after(_event: Event): Partial<T> {
    return {};
  }

  /** Tells of all events again, the oldest first. */
  replay(): void {
    for (const event of this.events) this.#tell(event);
  }

  #tell({ type, data }: Event): void {
    this.trigger(`event:${type}`, data);
  }
}

/** An event of a decided aggregate; what only a store knows of it is there once it has been stored. */
export type AggregateEvent<Definitions extends EventDefinitions> = EventOf<Definitions> &
  Partial<Recorded<object>> & { readonly timestamp: number };

/** What a decided aggregate is made of. */
interface IDecided<Definitions extends EventDefinitions, State>
  extends IAggregate<AggregateEvent<Definitions>> {
  state: State;
}

/** What a store knows of an aggregate. */
export interface History<Definitions extends EventDefinitions, State> {
  readonly id: string;
  /** A snapshot, which stands for the events before those that are given. */
  readonly from?: Folded<State> | undefined;
  readonly events?: readonly Recorded<EventOf<Definitions>>[];
}

/**
 * An aggregate with a state that follows from its events, and commands that make new ones, which are `pending` until a
 * store has saved them.
 *
 * @example
 * const ada = new AccountHistory({ id, events: await store.read(id) });
 * ada.state.name; // 'Ada'
 * ada.at(1).name; // as it was after the first event
 * ada.execute({ type: 'invite' });
 * ada.pending; // [{ type: 'invited', … }]
 */
export abstract class DecidedAggregate<
  Definitions extends EventDefinitions,
  State,
  Command,
> extends Aggregate<AggregateEvent<Definitions>, IDecided<Definitions, State>> {
  declare state: State;
  readonly #decider: Decider<Definitions, State, Command>;
  readonly #base: Folded<State>;
  #saved: number;

  /** @throws RangeError when an event is missing, or comes twice */
  constructor(
    decider: Decider<Definitions, State, Command>,
    { id, from = { state: decider.initial, version: 0 }, events = [] }: History<Definitions, State>,
  ) {
    const { state, version } = fold(decider, events, from);
    super({
      properties: ['id', 'version', 'events', 'state'],
      id,
      version,
      state,
      events: events.map((event) => ({ ...event, timestamp: event.at.getTime() })),
    });
    this.#decider = decider;
    this.#base = from;
    this.#saved = version;
  }

  /** The version that the store knows. */
  get savedVersion(): number {
    return this.#saved;
  }

  /** What no store has saved yet. */
  get pending(): readonly AggregateEvent<Definitions>[] {
    return this.events.slice(this.#saved - this.#base.version);
  }

  /**
   * Does what a command asks for, here: a store has to save it.
   *
   * @param timestamp - milliseconds since 1970, until the store has said when it was
   * @throws whatever the domain has against it; nothing has happened then
   */
  execute(command: Command, timestamp = Date.now()): void {
    const events = this.#decider.decide(this.state, command);
    for (const event of events) this.apply({ ...event, timestamp });
  }

  /** Hears from a store that it has saved what was pending. */
  markSaved(): void {
    this.#saved = this.version;
  }

  /**
   * The state as it was after so many events.
   *
   * @throws RangeError for a version that is not among the events here
   */
  at(version: number): State {
    const count = version - this.#base.version;
    if (!Number.isInteger(count) || count < 0 || count > this.events.length) {
      throw new RangeError(`There is no version ${version} here`);
    }
    return this.events
      .slice(0, count)
      .reduce((state, event) => this.#decider.evolve(state, event), this.#base.state);
  }

  protected override after(event: AggregateEvent<Definitions>): Partial<IDecided<Definitions, State>> {
    return { state: this.#decider.evolve(this.state, event) };
  }
}
