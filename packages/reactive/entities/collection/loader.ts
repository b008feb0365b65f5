import { AbortedError, errorFrom, type ReactiveError, StateError } from '../../errors';
import { batch } from '../../model/batch';
import type { Fields } from '../../query';
import type { EntityRecord } from '../../registry/record';
import type { RecordId } from '../../registry/store';
import { nextTicket } from '../../registry/ticket';
import { isItemId } from '../item/creation';
import { JointLoad } from '../item/joint-load';
import type { Page } from './page';
import { compile, type Plan } from './plan';
import type { CollectionProvider } from './types';
import type { Loaded, Specs, View } from './view';

/** What a loader needs of its collection. */
export interface LoaderHost {
  readonly view: View;
  readonly fields: Fields | undefined;
  readonly provider: () => CollectionProvider<object> | undefined;
  /** Hands rows that the provider gave through the hooks of their items; nothing where these have none. */
  readonly throughHooks: (rows: readonly object[]) => Promise<object[]> | undefined;
  /** The records of rows that the provider gave. */
  readonly records: (rows: readonly object[], ticket: number) => EntityRecord[];
}

/** What is asked of the provider. */
interface Request {
  readonly specs: Specs;
  /** Of a first page: what it begins anew. */
  readonly plan?: Plan;
  /** How many entities are shown then, `count` of them having come. */
  readonly window: (count: number) => number;
  readonly signal?: AbortSignal | undefined;
}

/** A page that is known without asking. */
interface KnownPage extends Omit<Page, 'came'> {
  readonly specs: Specs;
  readonly plan: Plan;
  readonly next: string | null;
}

/** Providers give at most this many rows at once. */
const MAX_REFILL = 100;

/** So many pages in a row that bring nothing to show are taken for a list that never ends. */
const MAX_VAIN = 100;

interface Answer {
  /** When it was asked for. */
  readonly ticket: number;
  readonly rows: readonly object[];
  readonly total: number | undefined;
  readonly next: string | null;
}

const readAnswer = (answer: unknown, ticket: number): Answer => {
  const { items, total, next } = (answer ?? {}) as { items?: unknown; total?: unknown; next?: unknown };
  if (!Array.isArray(items) || !items.every((row) => isItemId(row?.id)))
    throw new StateError(
      "The collection's provider must have a list() that answers { items, total, next }, items with ids.",
    );
  return {
    ticket,
    rows: items as object[],
    total: typeof total === 'number' ? total : undefined,
    // A page without rows ends the list, whatever cursor came with it: asking on would never end.
    next: typeof next === 'string' && next !== '' && items.length > 0 ? next : null,
  };
};

const aborted = (signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
  });

/** Loads a collection page by page: a newer load supersedes an older one, and a failed one changes nothing. */
export class Loader {
  error: ReactiveError | undefined;
  readonly #host: LoaderHost;
  #plan: Plan;
  #running: AbortController | undefined;
  #more: JointLoad | undefined;
  #idle: Promise<void> = Promise.resolve();
  #isFollowing = true;
  /** How many pages in a row brought nothing to show. */
  #vain = 0;

  constructor(host: LoaderHost, plan: Plan) {
    this.#host = host;
    this.#plan = plan;
  }

  get fetching(): boolean {
    return this.#running !== undefined;
  }

  /** What was asked for. */
  get specs(): Specs {
    return this.#host.view.loaded?.specs ?? {};
  }

  /** The cursor of the page after what was loaded. */
  get next(): string | null {
    return this.#host.view.loaded?.next ?? null;
  }

  get fetched(): boolean {
    return this.#host.view.loaded !== undefined;
  }

  get fields(): Fields | undefined {
    return this.#host.fields;
  }

  /** Loads the first page of a query. */
  async load(specs: Specs, signal?: AbortSignal): Promise<void> {
    let plan: Plan;
    try {
      plan = compile(this.#host.fields, specs);
    } catch (error) {
      this.error = errorFrom(error);
      this.#host.view.noteMeta();
      throw error;
    }
    const { limit } = plan;
    if (this.#host.provider() === undefined) {
      this.#begin(plan, { specs, next: null });
      this.#host.view.keepKnown();
      this.#takeOwn(limit ?? Number.POSITIVE_INFINITY, plan);
      return;
    }
    const loading = this.#fetch({ specs, plan, window: (count) => limit ?? count, signal });
    this.#idle = loading.catch(() => {});
    await loading;
  }

  /** Shows a page that is known, as if it had just been loaded. */
  adopt({ specs, plan, next, ...page }: KnownPage): void {
    batch(() => {
      this.#begin(plan, { specs, next });
      this.#host.view.take({ ...page, came: nextTicket() }, plan);
    });
  }

  /**
   * Shows a page more, loading it where it is not known. Asked again while it runs, it is the same load, which is given
   * up when everybody who asked has.
   */
  async loadNext(signal?: AbortSignal): Promise<void> {
    if (signal?.aborted === true) throw new AbortedError('load was aborted.', { cause: signal.reason });
    this.#more ??= this.#extend(signal === undefined ? undefined : new AbortController());
    await this.#more.wait(signal);
  }

  /** Loads what is missing in the window, without making it longer. */
  refill(): void {
    const { next } = this;
    const { members } = this.#host.view;
    const isBusy = this.fetching || this.#more !== undefined;
    const isWanted = this.#isFollowing && members.incomplete && this.#vain < MAX_VAIN;
    if (isBusy || !isWanted || this.error !== undefined) return;
    const { size, extent } = members;
    const { window } = extent;
    const limit = Math.min(MAX_REFILL, Math.max(1, window - size));
    this.#idle = this.#fetchNext(limit, () => window)
      // The error stands in `error`, where whoever shows the collection finds it.
      .catch(() => {})
      .then(() => {
        // What came may not match any more, so that there is still something missing; a cursor that leads to itself
        // would lead there for ever.
        if (members.size > size) this.#vain = 0;
        else this.#vain += this.next === next ? MAX_VAIN : 1;
        this.refill();
      });
  }

  /** Gives up what is running, and refills no more. */
  cancel(): void {
    this.#isFollowing = false;
    this.#running?.abort();
  }

  #extend(controller: AbortController | undefined): JointLoad {
    const end = (): void => {
      if (this.#more !== more) return;
      this.#more = undefined;
      this.#vain = 0;
      this.refill();
    };
    const more = new JointLoad(this.#loadMore(controller?.signal).finally(end), (reason) => {
      if (this.#more === more) this.#more = undefined;
      controller?.abort(reason);
    });
    return more;
  }

  async #loadMore(signal: AbortSignal | undefined): Promise<void> {
    await this.#idle;
    signal?.throwIfAborted();
    const { limit } = this.#plan;
    const { members } = this.#host.view;
    const { window } = members.extent;
    if (this.next !== null) await this.#fetchNext(limit, (count) => window + (limit ?? count), signal);
    else if (members.size > window) this.#takeOwn(window + (limit ?? members.size));
  }

  async #fetchNext(
    limit: number | undefined,
    window: Request['window'],
    signal?: AbortSignal,
  ): Promise<void> {
    const { next } = this;
    if (next !== null) await this.#fetch({ specs: { ...this.specs, limit, next }, window, signal });
  }

  /** Asks the provider, superseding what is running; a superseded load ends without a trace. */
  async #fetch(request: Request): Promise<void> {
    const { signal, specs } = request;
    const { view, provider } = this.#host;
    this.#running?.abort();
    const run = new AbortController();
    const giveUp = (): void => run.abort(signal?.reason);
    signal?.addEventListener('abort', giveUp, { once: true });
    if (signal?.aborted === true) giveUp();
    this.#running = run;
    view.noteMeta();
    try {
      const ticket = nextTicket();
      view.watchDeletions(true);
      run.signal.throwIfAborted();
      // Ends with its signal, whether the provider heeds it or not.
      const answer = await Promise.race([
        aborted(run.signal),
        provider()?.list?.(specs, { signal: run.signal }),
      ]);
      run.signal.throwIfAborted();
      const page = readAnswer(answer, ticket);
      const hooked = this.#host.throughHooks(page.rows);
      const rows = hooked === undefined ? page.rows : await Promise.race([aborted(run.signal), hooked]);
      run.signal.throwIfAborted();
      this.#take({ ...page, rows }, request);
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
        view.watchDeletions(false);
        view.noteMeta();
      }
    }
  }

  /** Takes an answer in as one change: its rows into their records, the records into the view. */
  #take({ ticket, rows, total, next }: Answer, { specs, plan, window }: Request): void {
    const { view, records: recordsOf } = this.#host;
    batch(() => {
      // A deletion that was confirmed while the load ran is newer than its answer. An id, or whatever stands there.
      const present = rows.filter((row) => view.deletions?.has(Reflect.get(row, 'id') as RecordId) !== true);
      const came = nextTicket();
      const records = recordsOf(present, ticket);
      const isWhole = next === null && (plan ?? this.#plan).limit === undefined;
      this.#begin(plan ?? this.#plan, { specs: plan === undefined ? this.specs : specs, next });
      view.take(
        {
          records,
          ticket,
          came,
          total: total === undefined ? undefined : total - rows.length + records.length,
          window: isWhole ? Number.POSITIVE_INFINITY : Math.max(window(records.length), records.length),
          // Past the end there is no first row: anything stands for it, so that the total stays the provider's.
          start: typeof specs.next === 'string' ? (rows[0] ?? {}) : null,
          end: next === null ? null : (rows.at(-1) ?? null),
          chosen: true,
        },
        plan,
      );
    });
  }

  /** Takes in what the scope knows. */
  #takeOwn(window: number, plan?: Plan): void {
    const now = nextTicket();
    const page = { records: [], ticket: now, came: now, total: undefined, window, start: null, end: null };
    this.#host.view.take({ ...page, chosen: false }, plan);
  }

  #begin(plan: Plan, loaded: Loaded): void {
    if (plan !== this.#plan) this.#vain = 0;
    this.#plan = plan;
    this.#host.view.loaded = loaded;
  }
}
