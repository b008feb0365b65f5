import type { z } from 'zod';
import type { EventCatalogue, EventDefinitions, EventOf, Recorded } from './catalogue';

/**
 * The domain logic of an aggregate, as pure functions: no clock, no chance, no store.
 *
 * @example
 * const counter: Decider<typeof events.definitions, number, { type: 'count' }> = {
 *   stream: 'counter', events, state: z.int(), stateVersion: 1, initial: 0,
 *   evolve: (count) => count + 1,
 *   decide: () => [{ type: 'counted', data: {}, personal: null }],
 * };
 */
export interface Decider<Definitions extends EventDefinitions, State, Command> {
  /** The name of its streams. */
  readonly stream: string;
  readonly events: EventCatalogue<Definitions>;
  /** What a state has to be, so that a snapshot of it can be trusted. */
  readonly state: z.ZodType<State>;
  /** Raised whenever `evolve` comes to another state from the same events: older snapshots are then left alone. */
  readonly stateVersion: number;
  readonly initial: State;
  /** The state after an event. It takes every event that there is: what happened can't be refused. */
  evolve(state: State, event: EventOf<Definitions>): State;
  /** What happens because of a command; throws why nothing may. */
  decide(state: State, command: Command): readonly EventOf<Definitions>[];
}

/** A state, and after how many events. */
export interface Folded<State> {
  readonly state: State;
  readonly version: number;
}

/**
 * The state after events, each of which has to be the next of its stream.
 *
 * @throws UnknownEventError never: the events were read by the catalogue
 * @throws RangeError when an event is missing, or comes twice
 * @example
 * fold(account, recorded.filter(({ version }) => version <= 3)).state; // as it was after the third
 */
export function fold<Definitions extends EventDefinitions, State>(
  { evolve, initial }: Pick<Decider<Definitions, State, never>, 'evolve' | 'initial'>,
  events: readonly Recorded<EventOf<Definitions>>[],
  from: Folded<State> = { state: initial, version: 0 },
): Folded<State> {
  let { state, version } = from;
  for (const event of events) {
    if (event.version !== version + 1) {
      throw new RangeError(`Event ${event.version} of a stream follows event ${version}`);
    }
    state = evolve(state, event);
    version = event.version;
  }
  return { state, version };
}
