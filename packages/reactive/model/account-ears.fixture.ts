import { agree } from '../errors/agree.fixture';
import type { Told } from './account-facts.fixture';
import { equal } from './account-reference.fixture';
import { listenerCount, type ReactiveModel } from './index';

export type Way = 'on' | 'once' | 'off' | 'signal';

/** Somebody who listens, to one event or to all. */
interface Ear {
  readonly model: number;
  readonly event: string;
  readonly once: boolean;
  /** As it was told: models get their numbers where they are made, not in the order in which they are heard of. */
  readonly heard: Call['fired'][];
  /** Ends listening, in the way that was chosen for it. */
  readonly end: () => void;
  active: boolean;
}

interface Call {
  readonly ear: Ear;
  readonly fired: { readonly event: string; readonly payload: unknown };
}

const ALL = '*';

/** Properties are told first, then what is computed, and `change` when all is told; facts are told at any time. */
const phaseOf = (event: string, computed: readonly string[]): number | undefined => {
  if (event === 'meta:changed') return undefined;
  if (event === 'change') return 2;
  return computed.includes(event) ? 1 : 0;
};

const isOrdered = (numbers: readonly number[]): boolean =>
  numbers.every((each, at) => at === 0 || (numbers[at - 1] as number) <= each);

/** Those who listen to some models, and what they have heard since the last look. */
export class Ears {
  readonly #models: readonly ReactiveModel<object>[];
  readonly #ears: Ear[] = [];
  #calls: Call[] = [];
  readonly #readable: (payload: unknown) => object;

  /** @param readable - puts what stands for models in the plain data into a payload */
  constructor(models: readonly ReactiveModel<object>[], readable: (payload: unknown) => object) {
    this.#models = models;
    this.#readable = readable;
  }

  listen(at: number, event: string, way: Way): void {
    const model = this.#models[at] as ReactiveModel<object>;
    const listener = (payload: unknown): void => {
      const fired = event === ALL ? (payload as Call['fired']) : { event, payload };
      ear.heard.push(fired);
      this.#calls.push({ ear, fired });
    };
    const controller = new AbortController();
    // Names of all kinds: the typed face is not what is tested here.
    const name = event as 'event:any';
    const options = way === 'signal' ? { signal: controller.signal } : {};
    const stop = way === 'once' ? model.once(name, listener) : model.on(name, listener, options);
    const end = {
      on: stop,
      once: stop,
      off: () => model.off(name, listener),
      signal: () => controller.abort(),
    }[way];
    const ear: Ear = { model: at, event, once: way === 'once', heard: [], end, active: true };
    this.#ears.push(ear);
  }

  end(at: number): void {
    const ear = this.#ears[at % Math.max(1, this.#ears.length)];
    if (ear === undefined) return;
    ear.end();
    ear.active = false;
  }

  hears(model: number, ...events: string[]): boolean {
    return this.#at(model).some(({ event }) => event === ALL || events.includes(event));
  }

  forget(): void {
    this.#calls = [];
    for (const ear of this.#ears) ear.heard.length = 0;
  }

  /** What was heard of a model is what there was to tell, in a right order, by each who listens and by nobody else. */
  check(at: number, told: readonly Told[], computed: readonly string[]): void {
    for (const ear of this.#ears.filter(({ model }) => model === at)) {
      const heard = ear.heard.map(({ event, payload }): Told => ({ event, ...this.#readable(payload) }));
      const due = ear.active ? told.filter(({ event }) => ear.event === ALL || ear.event === event) : [];
      if (ear.once && due.length > 1)
        agree(
          due.some((each) => equal(each, heard[0])),
          true,
          'heard once',
        );
      else agree(ordered(heard), ordered(due), `heard by who listens to ${ear.event}`);
      if (ear.once && due.length > 0) {
        agree(heard.length, 1);
        ear.active = false;
      }
    }
    this.#checkOrder(at, computed);
    agree(listenerCount(this.#models[at] as ReactiveModel<object>), this.#at(at).length, 'listeners');
  }

  #checkOrder(at: number, computed: readonly string[]): void {
    const calls = this.#calls.filter(({ ear }) => ear.model === at);
    const events = calls.map(({ fired }) => fired.event);
    const phases = events.map((event) => phaseOf(event, computed)).filter((phase) => phase !== undefined);
    agree(isOrdered(phases), true, `order of ${events.join()}`);
    for (const event of new Set(events)) {
      const ears = calls.filter(({ fired }) => fired.event === event).map(({ ear }) => ear);
      const ranks = ears.map((ear) => (ear.event === ALL ? this.#ears.length : 0) + this.#ears.indexOf(ear));
      agree(isOrdered(ranks), true, `order of those who hear ${event}`);
    }
  }

  #at(model: number): Ear[] {
    return this.#ears.filter((ear) => ear.active && ear.model === model);
  }
}

const ordered = (told: readonly Told[]): Told[] => [...told].sort((a, b) => (a.event < b.event ? -1 : 1));
