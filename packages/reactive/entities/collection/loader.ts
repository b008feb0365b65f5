import { AbortedError, errorFrom, type ReactiveError, StateError } from '../../errors';
import { batch } from '../../model/batch';
import type { Fields, ListSpecs } from '../../query';
import type { EntityRecord } from '../../registry/record';
import { nextTicket } from '../../registry/record';
import type { RecordId } from '../../registry/store';
import type { Page } from './members';
import { compile, type Plan } from './plan';
import type { CollectionProvider } from './types';
import type { View } from './view';

/** The untyped form in which specs travel inside a collection; its face has typed them. */
export type Specs = ListSpecs<never>;

/** What a loader needs of its collection. */
export interface LoaderHost {
  readonly view: View;
  readonly fields: Fields | undefined;
  readonly provider: () => CollectionProvider<object> | undefined;
  /** The records of rows that the provider gave. */
  readonly records: (rows: readonly object[], ticket: number) => EntityRecord[];
}

/** How a further page changes the window. */
interface Growth {
  readonly limit: number | undefined;
  readonly window: number;
  readonly signal?: AbortSignal | undefined;
}

/** Providers give at most this many rows at once. */
const MAX_REFILL = 100;

interface Answer {
  /** When it was asked for. */
  readonly ticket: number;
  readonly rows: readonly object[];
  readonly total: number | undefined;
  readonly next: string | null;
}

/** Which part of what matches an answer makes visible. */
interface Shown {
  readonly window: number;
  /** The first row, where the page does not begin at the beginning. */
  readonly start?: object | null;
}

const readAnswer = (answer: unknown, ticket: number): Answer => {
  const { items, total, next } = (answer ?? {}) as { items?: unknown; total?: unknown; next?: unknown };
  if (!Array.isArray(items) || !items.every((row) => typeof row === 'object' && row !== null))
    throw new StateError(
      "list() of the collection's provider must answer { items, total, next }, items being rows.",
    );
  return {
    ticket,
    rows: items as object[],
    total: typeof total === 'number' ? total : undefined,
    next: typeof next === 'string' && next !== '' ? next : null,
  };
};

/** What the scope knows, asked for now. */
const ownPage = (records: readonly EntityRecord[], window: number): Page => ({
  records,
  ticket: nextTicket(),
  total: undefined,
  window,
  end: null,
  chosen: false,
});

const aborted = (signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
  });

/** Loads a collection page by page: a newer load supersedes an older one, and a failed one changes nothing. */
export class Loader {
  specs: Specs = {};
  next: string | null = null;
  error: ReactiveError | undefined;
  fetched = false;
  readonly #host: LoaderHost;
  #plan: Plan;
  #running: AbortController | undefined;
  #more: Promise<void> | undefined;
  #idle: Promise<void> = Promise.resolve();

  constructor(host: LoaderHost, plan: Plan) {
    this.#host = host;
    this.#plan = plan;
  }

  get fetching(): boolean {
    return this.#running !== undefined;
  }

  /** Loads the first page of a query. */
  async load(specs: Specs, signal?: AbortSignal): Promise<void> {
    const plan = compile(this.#host.fields, specs);
    const provider = this.#host.provider();
    if (provider === undefined) {
      this.#loadLocally(plan, specs);
      return;
    }
    const loading = this.#run(signal, async (run) => {
      const answer = await this.#ask(provider, specs, run);
      this.#plan = plan;
      this.specs = specs;
      // Past the end there is no first row: anything stands for it, so that the total stays the provider's.
      const start = typeof specs.next === 'string' ? (answer.rows[0] ?? {}) : null;
      this.#take(answer, (records) => ({ window: plan.limit ?? records.length, start }), plan);
    });
    this.#idle = loading.catch(() => {});
    await loading;
  }

  /** Shows a page more, loading it where it is not known. Asked again while it runs, it is the same load. */
  loadNext(signal?: AbortSignal): Promise<void> {
    return this.#extend(() => this.#loadMore(signal));
  }

  /** Loads what is missing in the window, without making it longer. */
  refill(): void {
    const { members } = this.#host.view;
    if (!members.incomplete || this.fetching || this.next === null || this.error !== undefined) return;
    const { window } = members.extent;
    const limit = Math.min(MAX_REFILL, Math.max(1, window - members.size));
    // The error stands in `error`, where whoever shows the collection finds it.
    this.#extend(() => this.#append({ limit, window })).catch(() => {});
  }

  #extend(load: () => Promise<void>): Promise<void> {
    this.#more ??= load().finally(() => {
      this.#more = undefined;
      // What came may not match any more, so that there is still something missing.
      this.refill();
    });
    return this.#more;
  }

  async #loadMore(signal: AbortSignal | undefined): Promise<void> {
    await this.#idle;
    const { limit } = this.#plan;
    const { members } = this.#host.view;
    const { window } = members.extent;
    if (this.next !== null) await this.#append({ limit, window: window + (limit ?? 0), signal });
    else if (members.size > window) this.#widen(window + (limit ?? members.size));
  }

  async #append({ limit, window, signal }: Growth): Promise<void> {
    const provider = this.#host.provider();
    const { next } = this;
    if (provider === undefined || next === null) return;
    await this.#run(signal, async (run) => {
      const answer = await this.#ask(provider, { ...this.specs, limit, next }, run);
      const known = this.#host.view.members.extent.window;
      this.#take(answer, ({ length }) => ({ window: limit === undefined ? known + length : window }));
    });
  }

  /** Gives up what is running. */
  cancel(): void {
    this.#running?.abort();
  }

  #widen(window: number): void {
    this.#host.view.take(ownPage([], window));
  }

  async #ask(provider: CollectionProvider<object>, specs: Specs, run: AbortController): Promise<Answer> {
    const ticket = nextTicket();
    this.#host.view.watchDeletions(true);
    run.signal.throwIfAborted();
    // Ends with its signal, whether the provider heeds it or not.
    const answer = await Promise.race([aborted(run.signal), provider.list(specs, { signal: run.signal })]);
    run.signal.throwIfAborted();
    return readAnswer(answer, ticket);
  }

  /** Takes an answer in as one change: its rows into their records, the records into the view. */
  #take(answer: Answer, shown: (records: EntityRecord[]) => Shown, plan?: Plan): void {
    batch(() => {
      const present = answer.rows.filter((row) => !this.#wasDeleted(row));
      const records = this.#host.records(present, answer.ticket);
      const { window, start } = shown(records);
      const page = this.#page(answer, records, window);
      this.#host.view.take(start === undefined ? page : { ...page, start }, plan);
    });
  }

  /** A deletion that was confirmed while the load ran is newer than its answer. */
  #wasDeleted(row: object): boolean {
    // An id or whatever a provider put there: the set has ids only.
    return this.#host.view.deletions?.has(Reflect.get(row, 'id') as RecordId) === true;
  }

  #page({ ticket, rows, total, next }: Answer, records: EntityRecord[], limit: number): Page {
    // A page without rows ends the list, whatever cursor came with it: asking on would never end.
    const end = next === null ? undefined : rows.at(-1);
    this.next = end === undefined ? null : next;
    this.fetched = true;
    const isWhole = end === undefined && this.#plan.limit === undefined;
    const window = isWhole ? Number.POSITIVE_INFINITY : Math.max(limit, records.length);
    const gone = rows.length - records.length;
    return {
      records,
      ticket,
      total: total === undefined ? undefined : total - gone,
      window,
      end: end ?? null,
      chosen: true,
    };
  }

  /** Runs a load, superseding the one that is running; a superseded one ends without a trace. */
  async #run(signal: AbortSignal | undefined, load: (run: AbortController) => Promise<void>): Promise<void> {
    this.#running?.abort();
    const run = new AbortController();
    const giveUp = (): void => run.abort(signal?.reason);
    signal?.addEventListener('abort', giveUp, { once: true });
    if (signal?.aborted === true) giveUp();
    this.#running = run;
    this.#host.view.noteMeta();
    try {
      await load(run);
      this.error = undefined;
    } catch (error) {
      if (this.#running !== run) return;
      if (run.signal.aborted) throw new AbortedError('load was aborted.', { cause: error });
      this.error = errorFrom(error);
      throw error;
    } finally {
      signal?.removeEventListener('abort', giveUp);
      if (this.#running === run) {
        this.#running = undefined;
        this.#host.view.watchDeletions(false);
        this.#host.view.noteMeta();
      }
    }
  }

  #loadLocally(plan: Plan, specs: Specs): void {
    const { view } = this.#host;
    this.#plan = plan;
    this.specs = specs;
    this.fetched = true;
    const window = plan.limit ?? Number.POSITIVE_INFINITY;
    view.take(ownPage(view.known(), window), plan);
  }
}
