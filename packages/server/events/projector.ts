import { setTimeout as delay } from 'node:timers/promises';
import type { EventDefinitions } from '@myapp/core/events';
import { errorFrom } from 'reactive/errors';
import { type Projection, type Step, stepProjection } from './projection';

/** How a projection stands, for metrics. */
export interface ProjectionStatus {
  readonly name: string;
  /** Why it has stopped before an event that this build can't read. */
  readonly halted: string | undefined;
}

/** How a projector works. */
export interface ProjectorOptions {
  /** Told when a projection halts or fails: once, until it goes on or does so for another reason. */
  readonly report: (problem: { readonly projection: string; readonly error: Error }) => void;
  /** Milliseconds until it looks again when there was nothing to do; 1,000 unless told. */
  readonly pause?: number | undefined;
}

interface Kept {
  readonly step: () => Promise<Step>;
  readonly name: string;
  halted: string | undefined;
  /** What was reported last, so that a fault that lasts is told of once. */
  told: string | undefined;
}

/** Keeps a projection for a projector, whatever its events are. */
export function kept<Definitions extends EventDefinitions>(projection: Projection<Definitions>): Kept {
  return {
    name: projection.name,
    step: () => stepProjection(projection),
    halted: undefined,
    told: undefined,
  };
}

/**
 * Keeps projections up to date until it is stopped. One that meets an event that it can't read stands still before it,
 * says so, and goes on once there is a build that can; the others are not held up.
 *
 * @example
 * const projector = new Projector([kept(accountActivity)], { report: (problem) => log.error(problem) });
 * projector.start();
 * process.once('SIGTERM', () => void projector.stop());
 */
export class Projector {
  readonly #projections: readonly Kept[];
  readonly #options: ProjectorOptions;
  readonly #stopped = new AbortController();
  #running: Promise<void> | undefined;

  constructor(projections: readonly Kept[], options: ProjectorOptions) {
    this.#projections = projections;
    this.#options = options;
  }

  get statuses(): readonly ProjectionStatus[] {
    return this.#projections.map(({ name, halted }) => ({ name, halted }));
  }

  start(): void {
    this.#running ??= this.#run();
  }

  /** Resolves when the step that is under way has ended. */
  async stop(): Promise<void> {
    this.#stopped.abort();
    await this.#running;
  }

  async #run(): Promise<void> {
    const { signal } = this.#stopped;
    while (!signal.aborted) {
      const worked = await Promise.all(this.#projections.map((each) => this.#step(each)));
      if (worked.includes(true)) continue;
      await delay(this.#options.pause ?? 1000, undefined, { signal, ref: false }).catch(() => undefined);
    }
  }

  /** Whether there may be more to do at once. */
  async #step(projection: Kept): Promise<boolean> {
    try {
      const { applied, halted } = await projection.step();
      projection.halted = halted;
      this.#tell(
        projection,
        halted === undefined ? undefined : new Error(`The projection has halted: ${halted}`),
      );
      return applied > 0;
    } catch (error) {
      this.#tell(projection, errorFrom(error));
      return false;
    }
  }

  #tell(projection: Kept, error: Error | undefined): void {
    if (error !== undefined && error.message !== projection.told) {
      this.#options.report({ projection: projection.name, error });
    }
    projection.told = error?.message;
  }
}
