import { errorFrom } from 'reactive/errors';
import { Job } from './job';
import type { IJob } from './types';

/** What became of one item, counted from 0. */
export type ItemResult =
  | { readonly index: number; readonly status: 'done' }
  | { readonly index: number; readonly status: 'failed'; readonly error: string };

/** How to run. */
export interface RunOptions {
  /** Whether an item that fails ends the job, as it does unless told, or is only noted in `results`. */
  readonly failures?: 'stop' | 'note';
}

/** Items in memory, or ones that arrive. */
export type JobItems = Iterable<unknown> | AsyncIterable<unknown>;

/**
 * A job that is done right here, item by item: in a page, a script or a test. Its progress is observed as that of any
 * other model; what each item came to is in {@link results}.
 *
 * @example
 * class ResizeJob extends SyncJob {
 *   protected override async processItem(item: unknown) { await resize(item as File); }
 * }
 * const job = new ResizeJob({ id: '123' });
 * job.on('progress.changed', ({ value }) => bar.set(value));
 * await job.run(files);
 */
export class SyncJob extends Job {
  #items: JobItems = [];
  #options: RunOptions = {};
  #results: ItemResult[] = [];

  /** One for each item that was processed, in their order. */
  get results(): readonly ItemResult[] {
    return this.#results;
  }

  /**
   * Processes one item after the other, and stands at `completed`, `failed` (with `error`) or `cancelled` then. It
   * does not throw for an item.
   *
   * @param items of an array the number is known; of others `totalItems` grows as they arrive
   */
  async run(items: JobItems, options: RunOptions = {}): Promise<void> {
    this.#items = items;
    this.#options = options;
    this.#results = [];
    const totalItems = Array.isArray(items) ? items.length : 0;
    this.set({
      status: 'running',
      totalItems,
      processedItems: 0,
      refusedItems: 0,
      error: null,
      cancelling: false,
    });
    await this.#work(0);
  }

  /** Has it stop after the item that it is at. */
  override async cancel(): Promise<void> {
    if (this.status === 'running') this.set({ cancelling: true });
    else if (this.status === 'pending') this.set({ status: 'cancelled' });
  }

  /** Goes on with the items of {@link run}, from the first one that was not processed. */
  override async retry(): Promise<void> {
    if (this.status !== 'failed' && this.status !== 'cancelled') return;
    this.set({ status: 'running', error: null, cancelling: false });
    await this.#work(this.processedItems);
  }

  /** The work on one item; what it throws is why the item, and the job unless told otherwise, failed. */
  protected async processItem(_item: unknown): Promise<void> {
    // Nothing to do for no kind of items in particular.
  }

  async #work(from: number): Promise<void> {
    try {
      let index = 0;
      for await (const item of this.#items) {
        if (this.cancelling) break;
        if (index >= from) await this.#process(item, index);
        index += 1;
      }
      const status: IJob['status'] = this.cancelling ? 'cancelled' : 'completed';
      this.set({ status, cancelling: false });
    } catch (thrown) {
      this.set({ status: 'failed', error: errorFrom(thrown).message, cancelling: false });
    }
  }

  async #process(item: unknown, index: number): Promise<void> {
    const processed = { processedItems: index + 1, totalItems: Math.max(this.totalItems, index + 1) };
    try {
      await this.processItem(item);
      this.#results.push({ index, status: 'done' });
      this.set(processed);
    } catch (thrown) {
      if (this.#options.failures !== 'note') throw thrown;
      this.#results.push({ index, status: 'failed', error: errorFrom(thrown).message });
      this.set({ ...processed, refusedItems: this.refusedItems + 1 });
    }
  }
}
