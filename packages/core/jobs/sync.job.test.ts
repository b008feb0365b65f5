import { Scope } from 'reactive/registry';
import { describe, expect, it } from 'vitest';
import { type RunOptions, SyncJob } from './sync.job';

/** Doubles numbers; what is none fails. */
class DoublingJob extends SyncJob {
  readonly doubled: number[] = [];
  onItem: (item: unknown) => void = () => {};

  protected override async processItem(item: unknown): Promise<void> {
    this.onItem(item);
    if (typeof item !== 'number') throw new TypeError(`${String(item)} is no number`);
    this.doubled.push(item * 2);
  }
}

const make = (): DoublingJob => new Scope().run(() => new DoublingJob({ id: '123' }));

async function* arriving(...items: unknown[]): AsyncGenerator<unknown> {
  yield* items;
}

describe('a job that is done item by item', () => {
  it('tells of its progress as it gets on', async () => {
    const job = make();
    const told: [number, string][] = [];
    job.on('change', () => told.push([job.progress, job.status]));
    expect(job.progress).toBe(0);
    await job.run([1, 2, 3, 4]);
    expect(told).toEqual([
      [0, 'running'],
      [25, 'running'],
      [50, 'running'],
      [75, 'running'],
      [100, 'running'],
      [100, 'completed'],
    ]);
    expect(job.doubled).toEqual([2, 4, 6, 8]);
    expect(job.results.map(({ status }) => status)).toEqual(['done', 'done', 'done', 'done']);
  });

  it('fails with the item that fails, and goes on with it when it is taken up again', async () => {
    const job = make();
    const items: unknown[] = [1, 'two', 3];
    await job.run(items);
    expect(job).toMatchObject({ status: 'failed', error: 'two is no number', processedItems: 1 });
    items[1] = 2;
    await job.retry();
    expect(job).toMatchObject({ status: 'completed', error: null, processedItems: 3, progress: 100 });
    expect(job.doubled).toEqual([2, 4, 6]);
  });

  it('notes what each item came to, where it is told to go on', async () => {
    const job = make();
    const options: RunOptions = { failures: 'note' };
    await job.run([1, 'two', 3], options);
    expect(job).toMatchObject({ status: 'completed', processedItems: 3, refusedItems: 1 });
    expect(job.results).toEqual([
      { index: 0, status: 'done' },
      { index: 1, status: 'failed', error: 'two is no number' },
      { index: 2, status: 'done' },
    ]);
  });

  it('stops after the item that it is at, and can be taken up there', async () => {
    const job = make();
    job.onItem = (item) => void (item === 2 && job.cancel());
    await job.run([1, 2, 3]);
    expect(job).toMatchObject({ status: 'cancelled', processedItems: 2, cancelling: false });
    job.onItem = () => {};
    await job.retry();
    expect([job.status, job.doubled]).toEqual(['completed', [2, 4, 6]]);
  });

  it('takes items that arrive', async () => {
    const job = make();
    await job.run(arriving(1, 2));
    expect(job).toMatchObject({ status: 'completed', totalItems: 2, processedItems: 2 });
    await job.run(
      (async function* failing() {
        yield 1;
        throw new RangeError('cut off');
      })(),
    );
    expect(job).toMatchObject({ status: 'failed', error: 'cut off', processedItems: 1 });
  });

  it('has nothing to take up when it is done, and none to cancel', async () => {
    const job = make();
    await job.run([1]);
    await job.retry();
    await job.cancel();
    expect([job.status, job.doubled]).toEqual(['completed', [2]]);
    const waiting = new Scope().run(() => new DoublingJob({ id: '7', status: 'pending' }));
    await waiting.cancel();
    expect(waiting.status).toBe('cancelled');
  });
});
