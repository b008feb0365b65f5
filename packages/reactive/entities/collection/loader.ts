import { AbortedError, errorFrom, type ReactiveError, StateError, ValidationError } from '../../errors';
import { batch, isRecording } from '../../model/batch';
import type { Fields } from '../../query';
import type { EntityRecord } from '../../registry/record';
import type { RecordId } from '../../registry/store';
import { nextTicket } from '../../registry/ticket';
import { givenUp, JointLoad } from '../item/joint-load';
import { type Answer, readAnswer, unlessAborted } from './answer';
import type { KnownPage } from './page';
import { compile, type Plan } from './plan';
import { copyOf, type NextRequest, type Request, type Specs } from './specs';
import type { CollectionProvider } from './types';
import type { Loaded, View } from './view';

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

/** Providers give at most this many rows at once. */
const MAX_REFILL = 100;

/** So many pages in a row that bring nothing to show are taken for a list that never ends. */
const MAX_VAIN = 100;

/** A transaction could not take a load back. */
const refuseInTransaction = (): void => {
  if (isRecording())
    throw new StateError('Cannot load a collection in a transaction: do it when that has ended.');
};

/** Loads a collection page by page: a newer load supersedes an older one, and a failed one changes nothing. */
export class Loader {
  error: ReactiveError | undefined;
  readonly #host: LoaderHost;
  #plan: Plan;
  #running: AbortController | undefined;
  #more: JointLoad | undefined;
  #idle: Promise<unknown> = Promise.resolve();
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
  async load(given: Specs, signal?: AbortSignal): Promise<void> {
    refuseInTransaction();
    const isLocal = this.#host.provider() === undefined;
    const plan = this.#planOf(given, isLocal);
    const specs = copyOf(given);
    // Whoever waits for a page more of what was loaded before has been overtaken.
    this.#more = undefined;
    if (isLocal) {
      if (signal?.aborted === true) throw givenUp(signal);
      this.#begin(plan, { specs, next: null });
      this.#host.view.keepKnown();
      this.#takeOwn(plan.limit ?? Number.POSITIVE_INFINITY, plan);
      this.#tell();
      return;
    }
    const loading = this.#fetch({ specs, plan, window: (count) => plan.limit ?? count, signal });
    this.#idle = loading.catch(() => {});
    if (await loading) this.#tell();
  }

  /** Shows a page that is known, as if it had just been loaded. */
  adopt({ specs, plan, next, ...page }: KnownPage): void {
    batch(() => {
      this.#begin(plan, { specs: copyOf(specs), next });
      this.#host.view.take({ ...page, came: nextTicket() }, plan);
    });
  }

  /**
   * Shows a page more, loading it where it is not known. Asked again while it runs, it is the same load, which is given
   * up when everybody who asked has.
   */
  async loadNext(signal?: AbortSignal): Promise<void> {
    refuseInTransaction();
    if (signal?.aborted === true) throw givenUp(signal);
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
    this.#idle = this.#fetchNext({ limit, window: () => window })
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
    const isOvertaken = (): boolean => this.#more !== more;
    // Before anybody is told: who asks then asks for the page after that.
    const ended = (): void => {
      if (isOvertaken()) return;
      this.#more = undefined;
      this.#vain = 0;
    };
    const loading = this.#loadMore(isOvertaken, ended, controller?.signal).finally(() => {
      ended();
      this.refill();
    });
    const more = new JointLoad(loading, (reason) => {
      if (this.#more === more) this.#more = undefined;
      controller?.abort(reason);
    });
    return more;
  }

  async #loadMore(
    isOvertaken: () => boolean,
    ended: () => void,
    signal: AbortSignal | undefined,
  ): Promise<void> {
    const wasFollowing = this.#isFollowing;
    await this.#idle;
    signal?.throwIfAborted();
    if (this.#isFollowing !== wasFollowing) throw new AbortedError('load was aborted.');
    if (isOvertaken()) return;
    const { limit } = this.#plan;
    const { members } = this.#host.view;
    const { window } = members.extent;
    if (this.next !== null) {
      const longer = (count: number): number => window + (limit ?? count);
      if (await this.#fetchNext({ limit, window: longer, signal, ended })) this.#tell();
    } else if (members.size > window) {
      ended();
      this.#takeOwn(window + (limit ?? members.size));
      this.#tell();
    }
  }

  async #fetchNext({ limit, ...request }: NextRequest): Promise<boolean> {
    const { next } = this;
    return next !== null && this.#fetch({ specs: { ...this.specs, limit, next }, ...request });
  }

  /** The plan of what is asked for, unless that is wrong. */
  #planOf(specs: Specs, isLocal: boolean): Plan {
    try {
      if (isLocal && specs.next !== undefined) {
        const errors = {
          next: ['Only a provider has pages: leave it out, or give the collection a provider.'],
        };
        throw new ValidationError(undefined, { errors });
      }
      return compile(this.#host.fields, specs, this.#host.view.type);
    } catch (error) {
      this.error = errorFrom(error);
      this.#host.view.noteMeta();
      throw error;
    }
  }

  /** Tells that a load has ended well. */
  #tell(): void {
    this.#host.view.listeners.fire('load', undefined);
  }

  /**
   * Asks the provider, superseding what is running. Answers whether its answer was taken in: a superseded load ends
   * without a trace.
   */
  async #fetch(request: Request): Promise<boolean> {
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
      // Asked before the signal is heard: it may abort that and throw, and then nobody waits.
      const asked = provider()?.list?.(copyOf(specs), { signal: run.signal });
      const answer = await unlessAborted(run.signal, asked);
      run.signal.throwIfAborted();
      const page = readAnswer(answer, ticket);
      const hooked = this.#host.throughHooks(page.rows);
      const rows = hooked === undefined ? page.rows : await unlessAborted(run.signal, hooked);
      run.signal.throwIfAborted();
      this.#take({ ...page, rows }, request);
      this.error = undefined;
      return true;
    } catch (error) {
      if (this.#running !== run) return false;
      if (run.signal.aborted) throw new AbortedError('load was aborted.', { cause: error });
      this.error = errorFrom(error);
      throw error;
    } finally {
      signal?.removeEventListener('abort', giveUp);
      if (this.#running === run) {
        this.#running = undefined;
        request.ended?.();
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
    this.error = undefined;
    this.#host.view.take({ ...page, chosen: false }, plan);
  }

  #begin(plan: Plan, loaded: Loaded): void {
    if (plan !== this.#plan) this.#vain = 0;
    this.#plan = plan;
    this.#host.view.loaded = loaded;
  }
}
