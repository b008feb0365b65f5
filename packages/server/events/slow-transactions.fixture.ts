import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import type { Figures } from '../../../scripts/figures.fixture';
import { prisma } from '../database/current';
import { unitOfWork } from '../database/unit-of-work';
import { counted, counter } from './counter.fixture';
import { type Place, type PlacedEvent, rowsAfter, START } from './event-rows';
import { EventStore } from './event-store';

/** One transaction that stays open while others begin and end. */
interface Slow {
  /** Whether it begins with its id: otherwise with its first event. */
  readonly hasId: boolean;
  /** Events before it is overtaken, in a stream of its own. */
  readonly before: number;
  /** Events afterwards, in the stream to which those have written who overtook it. */
  readonly after: number;
}

const schedules = fc.record({
  slow: fc.array(
    fc.record({
      hasId: fc.boolean(),
      before: fc.integer({ min: 0, max: 2 }),
      after: fc.integer({ min: 0, max: 2 }),
    }),
    { minLength: 1, maxLength: 3 },
  ),
  fast: fc.integer({ min: 1, max: 3 }),
});

/** Follows all events, by a rule for what comes next. */
class Reader {
  readonly seen: PlacedEvent[] = [];
  readonly #next: (last: PlacedEvent | undefined) => Promise<PlacedEvent[]>;

  constructor(next: (last: PlacedEvent | undefined) => Promise<PlacedEvent[]>) {
    this.#next = next;
  }

  async catchUp(): Promise<void> {
    for (;;) {
      const rows = await this.#next(this.seen.at(-1));
      if (rows.length === 0) return;
      this.seen.push(...rows);
    }
  }
}

/** As one would do it who takes positions for an order: only to show what that misses. */
async function byPosition(stream: string, after: bigint): Promise<PlacedEvent[]> {
  return prisma.$queryRaw`SELECT id, position FROM events
    WHERE stream = ${stream} AND position > ${after} ORDER BY position LIMIT 10`;
}

/** A promise, and what resolves it. */
function gate(): { readonly opened: Promise<void>; readonly open: () => void } {
  let open = (): void => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open };
}

class Trial {
  readonly #stream = `counter ${randomUUID()}`;
  readonly #store = new EventStore({ ...counter, stream: this.#stream });
  readonly #start: Place;
  readonly #reader = new Reader(async (last) =>
    rowsAfter(last ?? this.#start, { streams: [this.#stream], limit: 3 }),
  );
  readonly #naive = new Reader((last) => byPosition(this.#stream, last?.position ?? 0n));
  #appended = 0;

  constructor(start: Place) {
    this.#start = start;
  }

  /** What went wrong, and what a reader by position would have missed. */
  async run({
    slow,
    fast,
  }: {
    slow: readonly Slow[];
    fast: number;
  }): Promise<{ faults: string[]; missed: number }> {
    const release = gate();
    const reached = slow.map(() => gate());
    const running = slow.map((each, at) =>
      this.#slow(each, { reached: () => reached[at]?.open(), go: release.opened }),
    );
    await Promise.race([Promise.all(reached.map(({ opened }) => opened)), Promise.all(running)]);
    for (let n = 0; n < fast; n++) {
      await this.#append('shared', 1);
      await this.#look();
    }
    release.open();
    await Promise.all([...running, this.#look()]);
    await this.#append('last', 1);
    // Other databases of the server may hold the watermark back for a moment.
    for (let patience = 0; patience < 500 && this.#reader.seen.length < this.#appended; patience++) {
      await this.#look();
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    return {
      faults: this.#faults(),
      missed: this.#appended - new Set(this.#naive.seen.map(({ id }) => id)).size,
    };
  }

  async #look(): Promise<void> {
    await Promise.all([this.#reader.catchUp(), this.#naive.catchUp()]);
  }

  async #append(id: string, count: number): Promise<void> {
    for (let n = 0; n < count; n++) await this.#store.append(id, [counted(1)]);
    this.#appended += count;
  }

  #slow(
    { hasId, before, after }: Slow,
    { reached, go }: { reached: () => void; go: Promise<void> },
  ): Promise<void> {
    return unitOfWork(
      async () => {
        if (hasId) await prisma.$executeRaw`SELECT pg_current_xact_id()`;
        await this.#append(randomUUID(), before);
        reached();
        await go;
        await this.#append('shared', after);
      },
      { timeout: 20_000 },
    );
  }

  #faults(): string[] {
    const { seen } = this.#reader;
    const faults: string[] = [];
    if (new Set(seen.map(({ id }) => id)).size !== this.#appended || seen.length !== this.#appended) {
      faults.push(`${seen.length} events were read, of ${this.#appended}`);
    }
    const versions = new Map<string, number>();
    for (const { streamId, version } of seen) {
      if (version !== (versions.get(streamId) ?? 0) + 1)
        faults.push(`version ${version} was out of its order`);
      versions.set(streamId, version);
    }
    return faults;
  }
}

/** Transactions that are overtaken while somebody follows all events: each is read, once, and no stream out of order. */
export async function overtake(figures: Figures, trials: number): Promise<void> {
  const samples = fc.sample(schedules, { seed: figures.seed, numRuns: trials });
  for (const schedule of samples) {
    const { faults, missed } = await new Trial(START).run(schedule);
    figures.trial(faults.map((fault) => `${JSON.stringify(schedule)}: ${fault}`));
    figures.add('trials in which a reader by position misses events', missed > 0 ? 1 : 0);
  }
}
