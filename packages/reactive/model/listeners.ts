import { reportError } from '../errors';

/** What happens to be called with an event's payload. */
export type Listener = (payload: never) => void;

/** Stands for every event there is. */
export const ANY = '*';

/** How long a listener is called. */
export interface Term {
  /** Ends the subscription when aborted. */
  readonly signal?: AbortSignal | undefined;
  /** For the first event only. */
  readonly once?: boolean;
}

interface Subscription {
  readonly listener: Listener;
  active: boolean;
  /** Ends the subscription, where the first event does. */
  readonly endAtFirst: (() => void) | undefined;
  /** Lets go of the signal that would end the subscription. */
  release?: () => void;
}

/** The listeners of one observable, by event. Lists are replaced, never mutated, so firing can walk them. */
export class Listeners {
  readonly #lists = new Map<string, readonly Subscription[]>();
  readonly #onChange: ((event: string, count: number) => void) | undefined;
  /** Those who hear every event. */
  #toAll: readonly Subscription[] | undefined;
  /** Those of the event that each write ends with, which costs less than to look them up. */
  #toChange: readonly Subscription[] | undefined;
  #movedTo: Listeners | undefined;
  /** Whether somebody listens to a property, and to facts about the model's life: firing is skipped where nobody does. */
  hearsProperties = false;
  hearsMeta = false;
  /** Whether somebody listens to what is set, and whether sets take the long way because of that. */
  hearsSets = false;
  detours = false;
  /** Whether what they listen to has ended, and fires nothing any more. */
  isOver = false;

  constructor(onChange?: (event: string, count: number) => void) {
    this.#onChange = onChange;
  }

  get empty(): boolean {
    return this.#lists.size === 0;
  }

  /** Whether somebody listens to the event, or to all of them. */
  has(event: string): boolean {
    return this.#toAll !== undefined || this.#lists.has(event);
  }

  /** How many subscriptions there are to an event; without one, to anything. */
  count(event?: string): number {
    if (event !== undefined) return this.#lists.get(event)?.length ?? 0;
    return [...this.#lists.values()].reduce((sum, list) => sum + list.length, 0);
  }

  add(event: string, listener: Listener, { signal, once = false }: Term = {}): () => void {
    const end = (): void => this.#remove(event, (candidate) => candidate === subscription);
    const subscription: Subscription = { listener, active: true, endAtFirst: once ? end : undefined };
    if (signal !== undefined) {
      signal.addEventListener('abort', end, { once: true });
      subscription.release = () => signal.removeEventListener('abort', end);
    }
    this.#replace(event, [...(this.#lists.get(event) ?? []), subscription]);
    return end;
  }

  remove(event: string, listener: Listener): void {
    this.#remove(event, (candidate) => candidate.listener === listener);
  }

  /**
   * Calls every listener of the event, then those of all events; one that throws, at once or in a promise, is reported
   * and stops neither the others nor the caller.
   */
  fire(event: string, payload: unknown): void {
    // Taken beforehand: whoever begins to listen in the middle hears the next event.
    const toAll = this.#toAll;
    const list = event === 'change' ? this.#toChange : this.#lists.get(event);
    if (list !== undefined) this.#call(list, payload);
    if (toAll !== undefined) this.#call(toAll, { event, payload });
  }

  /** As {@link fire}, for those alone who listen to this event by its name. */
  fireNamed(event: string, payload: unknown): void {
    const list = this.#lists.get(event);
    if (list !== undefined) this.#call(list, payload);
  }

  /** Hands all subscriptions over; the functions that end them go on working. */
  moveTo(target: Listeners): void {
    for (const [event, list] of this.#lists) {
      target.#replace(event, [...(target.#lists.get(event) ?? []), ...list]);
    }
    this.#lists.clear();
    this.#toAll = undefined;
    this.#toChange = undefined;
    this.#movedTo = target;
  }

  /** As {@link fire}, making the payload only when somebody listens. */
  fireChange(event: string, value: unknown, previous: unknown): void {
    const list = this.#lists.get(event);
    if (this.#toAll !== undefined) this.fire(event, { value, previous });
    else if (list !== undefined) this.#call(list, { value, previous });
  }

  #call(list: readonly Subscription[], payload: unknown): void {
    for (let at = 0; at < list.length; at++) {
      const subscription = list[at] as Subscription;
      if (!subscription.active) continue;
      if (subscription.endAtFirst !== undefined) subscription.endAtFirst();
      try {
        // The typed face of `on` has paired the event with its payload.
        const result = (subscription.listener as (payload: unknown) => unknown)(payload);
        if (result !== undefined && result instanceof Promise) result.catch(reportError);
      } catch (error) {
        reportError(error);
      }
    }
  }

  #remove(event: string, matches: (subscription: Subscription) => boolean): void {
    if (this.#movedTo !== undefined) this.#movedTo.#remove(event, matches);
    const list = this.#lists.get(event) ?? [];
    const rest = list.filter((subscription) => {
      if (!matches(subscription)) return true;
      subscription.active = false;
      subscription.release?.();
      return false;
    });
    if (rest.length !== list.length) this.#replace(event, rest);
  }

  #replace(event: string, list: readonly Subscription[]): void {
    if (list.length > 0) this.#lists.set(event, list);
    else this.#lists.delete(event);
    this.#toAll = this.#lists.get(ANY);
    this.#toChange = this.#lists.get('change');
    this.hearsMeta = this.has('meta:changed');
    this.hearsSets = this.#lists.has('pre:set') || this.#lists.has('post:set');
    this.hearsProperties =
      this.#toAll !== undefined || [...this.#lists.keys()].some((each) => each.endsWith('.changed'));
    this.#onChange?.(event, list.length);
  }
}
