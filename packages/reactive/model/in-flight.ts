import { isRecording, onRollback } from './batch';

/** What became of a value that was sent: it was edited since, or its local value was dropped. */
type Fate = 'sent' | 'edited' | 'dropped';

/** What of a model, or of something else with values, is under way to a provider, by the index of each value. */
export interface InFlight<M extends object> {
  /** Whose it is: a draft may turn out to be an entity that there is already. */
  of: M;
  readonly fates: Map<number, Fate>;
}

const flights = new WeakMap<object, Set<InFlight<object>>>();

/** How many there are. Each write asks. */
let count = 0;

const flightsOf = (of: object): Iterable<InFlight<object>> => flights.get(of) ?? [];

const mark = (of: object, fate: Fate, isConcerned: (index: number) => boolean): void => {
  for (const { fates } of flightsOf(of)) {
    for (const [index, before] of fates) {
      if (!isConcerned(index)) continue;
      fates.set(index, fate);
      if (isRecording()) onRollback(() => fates.set(index, before));
    }
  }
};

const add = (flight: InFlight<object>): void => {
  flights.set(flight.of, new Set(flightsOf(flight.of)).add(flight));
};

/** From now on these values are under way, until they {@link land}. */
export const takeOff = <M extends object>(of: M, indexes: Iterable<number>): InFlight<M> => {
  const flight: InFlight<M> = { of, fates: new Map([...indexes].map((index) => [index, 'sent'])) };
  add(flight);
  count++;
  return flight;
};

export const land = (flight: InFlight<object>): void => {
  if (flights.get(flight.of)?.delete(flight) === true) count--;
};

/** What is under way of one model is another one's from now on, which has the same properties. */
export const reroute = (from: object, to: object): void => {
  for (const flight of flightsOf(from)) {
    flight.of = to;
    add(flight);
  }
  flights.delete(from);
};

/** Whether a value is under way, and what is brought meanwhile must not replace the local one. */
export const isHeld = (of: object, index: number): boolean =>
  count > 0 && [...flightsOf(of)].some(({ fates }) => fates.has(index) && fates.get(index) !== 'dropped');

/** Notes that a value was edited, if it is under way. */
export const noteEdit = (of: object, index: number): void => {
  if (count > 0) mark(of, 'edited', (each) => each === index);
};

/** Notes that all local values were dropped: what is under way follows what that brings. */
export const noteDrop = (of: object): void => mark(of, 'dropped', () => true);
