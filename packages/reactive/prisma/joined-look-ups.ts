/** More are looked up by several queries. */
const MOST_KEYS = 128;

/** How keys are looked up. */
export interface LookUpQueries<Key, Row> {
  /** The rows that there are of several keys, by one query. */
  readonly many: (keys: readonly Key[]) => PromiseLike<ReadonlyMap<Key, Row>>;
  /** The row of a key, by a query of its own. */
  readonly one: (key: Key) => PromiseLike<Row | undefined>;
}

interface Waiting<Key, Row> {
  readonly key: Key;
  readonly resolve: (row: Row | undefined) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * As many texts as a power of two, the last one repeated: a database that keeps the plans of statements sees a few
 * statements, not one for each number of keys.
 *
 * @example
 * padded(['a', 'b', 'c']); // ['a', 'b', 'c', 'c']
 */
export function padded<Key>(keys: readonly Key[]): Key[] {
  const length = 2 ** Math.ceil(Math.log2(keys.length));
  return Array.from({ length }, (_, at) => keys[Math.min(at, keys.length - 1)] as Key); // within the list
}

/** Each key once in a batch: no two who look up the same one are given the same object. */
function batchesOf<Key, Row>(waiting: readonly Waiting<Key, Row>[]): Map<Key, Waiting<Key, Row>>[] {
  const batches: Map<Key, Waiting<Key, Row>>[] = [];
  const nextOf = new Map<Key, number>();
  for (const each of waiting) {
    let at = nextOf.get(each.key) ?? 0;
    while ((batches[at]?.size ?? 0) >= MOST_KEYS) at += 1;
    const batch = batches[at] ?? new Map<Key, Waiting<Key, Row>>();
    batches[at] = batch.set(each.key, each);
    nextOf.set(each.key, at + 1);
  }
  return batches;
}

/**
 * Joins what is looked up in one turn of the event loop into one query. Each answer is as if it had been asked for
 * alone: a row is given to one who asks, and where the query fails, each is looked up by one of its own, so that
 * nobody fails for the key of another. What is looked up has to be the same for everybody who may use the object: a
 * connection, a condition, a choice of columns.
 *
 * @example
 * const sessions = new JoinedLookUps<string, Session>({ many: findSessions, one: findSession });
 * await Promise.all([sessions.find('a'), sessions.find('b')]); // asks once
 */
export class JoinedLookUps<Key, Row> {
  readonly #queries: LookUpQueries<Key, Row>;
  readonly #ended: () => void;
  #waiting: Waiting<Key, Row>[] = [];

  /** @param ended - called when a turn's look-ups are sent */
  constructor(queries: LookUpQueries<Key, Row>, ended: () => void = () => {}) {
    this.#queries = queries;
    this.#ended = ended;
  }

  /** @throws what looking up this key alone throws */
  find(key: Key): Promise<Row | undefined> {
    return new Promise((resolve, reject) => {
      // Once all that has arrived has been read: requests that came together look up together.
      if (this.#waiting.length === 0) setImmediate(() => this.#send());
      this.#waiting.push({ key, resolve, reject });
    });
  }

  #send(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    this.#ended();
    for (const batch of batchesOf(waiting)) void this.#sendBatch(batch);
  }

  async #sendBatch(batch: ReadonlyMap<Key, Waiting<Key, Row>>): Promise<void> {
    const [first] = batch.values();
    if (first && batch.size === 1) return this.#sendOne(first);
    try {
      const rows = await this.#queries.many([...batch.keys()]);
      for (const { key, resolve } of batch.values()) resolve(rows.get(key));
    } catch {
      for (const each of batch.values()) void this.#sendOne(each);
    }
  }

  async #sendOne({ key, resolve, reject }: Waiting<Key, Row>): Promise<void> {
    try {
      resolve(await this.#queries.one(key));
    } catch (error) {
      reject(error);
    }
  }
}
