/** The ambient `io` and `items` of the block. */
export const sent: { event: string; payload: unknown }[] = [];

const io = { emit: (event: string, payload: unknown) => sent.push({ event, payload }) };
const items: unknown[] = ['a', 'b', 'c', 'd'];

// >>> block 7
// jobs/sync.job.ts
import { ReactiveModel } from 'reactive/model';

interface ISyncJobState {
  id: string;
  status: 'pending' | 'running' | 'completed' | 'failed';
  progress: number;
  totalItems: number;
  processedItems: number;
  error?: string;
}

class SyncJob extends ReactiveModel<ISyncJobState> {
  declare id: string;
  declare status: 'pending' | 'running' | 'completed' | 'failed';
  declare progress: number;
  declare totalItems: number;
  declare processedItems: number;
  declare error?: string;

  constructor(specs: Partial<ISyncJobState> = {}) {
    super({
      properties: ['id', 'status', 'progress', 'totalItems', 'processedItems', 'error'],
      computed: [
        {
          name: 'progress',
          dependencies: ['processedItems', 'totalItems'],
          compute: (self) => {
            const job = self as SyncJob;
            return job.totalItems > 0 ? (job.processedItems / job.totalItems) * 100 : 0;
          },
        },
      ],
      ...specs,
    });
  }

  async run(items: unknown[]): Promise<void> {
    this.set({ status: 'running', totalItems: items.length, processedItems: 0 });

    try {
      for (let i = 0; i < items.length; i++) {
        await this.processItem(items[i]);
        this.set({ processedItems: i + 1 });
        // Progress is computed automatically
      }
      this.set({ status: 'completed' });
    } catch (error) {
// EDITED: strict TypeScript: what is caught is unknown.
// WAS:      this.set({ status: 'failed', error: error.message });
      this.set({ status: 'failed', error: (error as Error).message });
// END
    }
  }

// EDITED: strict TypeScript refuses a parameter that is not used, and the test's subclass puts the work in.
// WAS:  private async processItem(item: unknown): Promise<void> {
  protected async processItem(_item: unknown): Promise<void> {
// END
    // Process logic
  }
}

// Usage with WebSocket for real-time updates
const job = new SyncJob({ id: '123' });

job.on('change', () => {
  // Send progress update to client
  io.emit('job:progress', {
    jobId: job.id,
    progress: job.progress,
    status: job.status,
  });
});

await job.run(items);
// <<<

export { job, SyncJob };
