import { batch, enqueue, isRecording, type Notifier, onRollback } from '../model/batch';
import { isHeld, land, noteDrop, noteEdit, takeOff } from '../model/in-flight';
import { Listeners } from '../model/listeners';
import type { Arrival } from '../model/nested';
import { bubble, type Contained, Parents } from '../model/nesting';
import { Signal } from '../model/signals';

/** An event to be fired. */
export type Told = readonly [event: string, payload: unknown];

/** How values of one kind are compared. */
export interface Kind<V> {
  same(a: V, b: V): boolean;
  /** What leads from one to the other, when it is done one after the other. */
  diff(before: V, after: V): Iterable<Told>;
}

interface News<V> {
  readonly before: V;
  readonly saved: V;
  /** What happened, where that was one thing only. */
  told: Iterable<Told> | undefined;
}

/** The present and the saved value of a structure, each immutable, and whom to tell when one of them is another. */
export class Content<V> implements Notifier, Contained {
  readonly listeners = new Listeners();
  parents: Parents | null = null;
  readonly #kind: Kind<V>;
  readonly #signal = new Signal(0);
  #value: V;
  #saved: V;
  #revision = 0;
  #news: News<V> | undefined;
  #delivery: (News<V> & { readonly after: V; readonly meta: boolean }) | undefined;

  constructor(kind: Kind<V>, value: V) {
    this.#kind = kind;
    this.#value = value;
    this.#saved = value;
  }

  /** The value; whoever is computing depends on it. */
  get value(): V {
    this.#signal.track();
    return this.#value;
  }

  /** The saved value. */
  get saved(): V {
    this.#signal.track();
    return this.#saved;
  }

  get edited(): boolean {
    return !this.#kind.same(this.value, this.#saved);
  }

  /** Writes the value. Answers whether it differed. */
  write(value: V, told?: Iterable<Told>): boolean {
    if (this.#kind.same(this.#value, value)) return false;
    noteEdit(this, 0);
    this.#move(value, this.#saved, told);
    return true;
  }

  /** Takes in what a provider gave: it counts as saved, and an edit stays. */
  confirm(given: V): void {
    // What is the same stays the same object: who remembers it is not to take it for news.
    const value = this.#kind.same(this.#saved, given) ? this.#saved : given;
    this.#move(this.edited || isHeld(this, 0) ? this.#value : value, value);
  }

  /** Takes the value for saved. */
  save(): void {
    this.#move(this.#value, this.#value);
  }

  /** Remembers the value that is being sent. */
  send(): Arrival {
    const sent = this.#value;
    // All of it stands for one value.
    const flight = takeOff(this, [0]);
    return (outcome) => {
      land(flight);
      if (outcome === 'failed') return;
      const saved = outcome === 'saved' ? sent : this.#saved;
      this.#move(flight.fates.get(0) === 'edited' ? this.#value : saved, saved);
    };
  }

  revert(): void {
    this.write(this.#saved);
    noteDrop(this);
  }

  parentsOrNew(): Parents {
    this.parents ??= new Parents();
    return this.parents;
  }

  prepare(): void {
    const news = this.#news;
    if (news === undefined) return;
    if (!this.#kind.same(news.before, this.#value)) bubble(this, 'values');
    if (this.#isMeta(news)) bubble(this, 'facts');
  }

  settle(): void {
    const news = this.#news;
    this.#news = undefined;
    if (news !== undefined) this.#delivery = { ...news, after: this.#value, meta: this.#isMeta(news) };
  }

  deliver(): void {
    const delivery = this.#delivery;
    this.#delivery = undefined;
    if (delivery === undefined || this.listeners.empty) return;
    const { before, after, told, meta } = delivery;
    const isChange = !this.#kind.same(before, after);
    if (isChange) {
      for (const [event, payload] of told ?? this.#kind.diff(before, after))
        this.listeners.fire(event, payload);
    }
    if (meta) this.listeners.fire('meta:changed', undefined);
    if (isChange) this.listeners.fire('change', undefined);
  }

  #isMeta({ before, saved }: News<V>): boolean {
    return this.#kind.same(before, saved) !== this.#kind.same(this.#value, this.#saved);
  }

  #move(value: V, saved: V, told?: Iterable<Told>): void {
    const [before, savedBefore] = [this.#value, this.#saved];
    if (isRecording()) onRollback(() => this.#store(before, savedBefore));
    batch(() => {
      // Of several things done one after the other only what came of them is told.
      if (this.#news !== undefined) this.#news.told = undefined;
      else {
        this.#news = { before, saved: savedBefore, told };
        enqueue(this);
      }
      this.#store(value, saved);
    });
  }

  #store(value: V, saved: V): void {
    this.#value = value;
    this.#saved = saved;
    batch(() => {
      this.#signal.write(++this.#revision);
      if (this.parents !== null) bubble(this, 'written');
    });
  }
}
