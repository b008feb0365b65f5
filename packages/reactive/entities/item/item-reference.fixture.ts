export type Field = 'a' | 'b';
export const fields = ['a', 'b'] as const;

export interface Row {
  readonly id: string;
  readonly a: number;
  readonly b: number;
  readonly version?: number;
}

/** An operation that was asked for: what it must end with, once that is clear, and what it has ended with. */
interface Operation {
  readonly kind: 'load' | 'publish' | 'delete';
  due?: string;
  ended?: string;
}

/** A question to the provider, and all who wait for its answer. */
interface Call {
  readonly operations: Operation[];
  /** Infinite until it was asked. */
  askedAt: number;
  isOpen: boolean;
}

const DELETED = 'StateError';
const DONE = 'done';

/**
 * What must be known of one entity, kept as plainly as the rules put it: the newest row that was confirmed, what the
 * user wants beside it, and the operations that run.
 */
export class ItemReference {
  readonly events: string[] = [];
  #row: Row;
  #wants = new Map<Field, { readonly value: number }>();
  /** What is under way of that. */
  #sent: ReadonlyMap<Field, object> = new Map();
  #isDeleted = false;
  #found: boolean | undefined;
  /** The time of the question that the row, and the presence, are the answers to. */
  #asked = 0;
  #askedForPresence = 0;
  #clock = 1;
  /** When something was confirmed last, or a publish or delete has begun or ended. */
  #newsAt = 0;
  readonly #calls: Call[] = [];
  readonly #operations: Operation[] = [];
  /** Those that write, the one that runs first. */
  readonly #queue: Operation[] = [];
  readonly #surprises: string[] = [];

  constructor(row: Row) {
    this.#row = row;
  }

  edit(field: Field, value: number): void {
    // Writing what is there already is no edit.
    if (this.#value(field) !== value) this.#wants.set(field, { value });
  }

  revert(): void {
    this.#wants.clear();
  }

  learn(row: Row): void {
    this.#take(row, ++this.#clock);
  }

  /** Something is asked for. The library's operation tells the result how it has ended. */
  begin(kind: Operation['kind']): { end(how: string): void } {
    const operation: Operation = { kind };
    this.#operations.push(operation);
    if (kind !== 'load') {
      this.#queue.push(operation);
      if (this.#queue.length === 1) this.#next();
    } else if (this.#isDeleted) operation.due = DELETED;
    else this.#join(operation);
    return {
      end: (how) => {
        operation.ended = how;
      },
    };
  }

  /** The provider is asked; what it is given must be what holds now. */
  send(kind: Operation['kind'], args: readonly unknown[]) {
    return kind === 'load' ? this.#sendLoad() : this.#sendWrite(kind, args);
  }

  /** A load is the one that is under way, if its answer will be new enough. */
  #join(operation: Operation): void {
    const call = this.#calls.find(({ isOpen, askedAt }) => isOpen && askedAt > this.#newsAt);
    if (call === undefined)
      this.#calls.push({ operations: [operation], askedAt: Number.POSITIVE_INFINITY, isOpen: true });
    else call.operations.push(operation);
  }

  #sendLoad() {
    const asked = ++this.#clock;
    const call = this.#calls.find(({ askedAt }) => askedAt === Number.POSITIVE_INFINITY);
    if (call === undefined) this.#surprises.push('a load that nobody has asked for');
    else call.askedAt = asked;
    const end = (due: string): void => {
      for (const operation of call?.operations ?? []) operation.due = due;
      if (call !== undefined) call.isOpen = false;
    };
    return {
      fails: () => end('Error'),
      succeeds: (answer: unknown) => {
        const row = answer as Row | undefined;
        if (row === undefined) {
          this.#notePresence(false, asked);
          end('NotFoundError');
        } else {
          if (!this.#isDeleted) this.#notePresence(true, asked);
          if (!this.#isDeleted && this.#take(row, asked)) this.events.push('load');
          end(DONE);
        }
      },
    };
  }

  #sendWrite(kind: 'publish' | 'delete', [data, context]: readonly unknown[]) {
    const { version } = this.#row;
    const changes = Object.fromEntries(this.changed.map((field) => [field, this.#value(field)]));
    const due = kind === 'delete' ? '1' : { id: '1', ...changes };
    if (JSON.stringify(data) !== JSON.stringify(due))
      this.#surprises.push(`${kind} of ${JSON.stringify(data)}`);
    if ((context as { version?: number }).version !== version)
      this.#surprises.push(`${kind} on another version`);
    if (kind === 'publish')
      this.#sent = new Map([...this.#wants].filter(([field]) => this.changed.includes(field)));
    const end = (how: string): void => {
      this.#sent = new Map();
      this.#newsAt = ++this.#clock;
      const operation = this.#queue.shift();
      if (operation !== undefined) operation.due = how;
      this.#next();
    };
    return {
      fails: () => end('Error'),
      succeeds: (answer: unknown) => {
        if (kind === 'delete') this.#isDeleted = true;
        else this.#confirm((answer as { readonly data: Row }).data);
        this.events.push(kind);
        end(DONE);
      },
    };
  }

  #confirm(row: Row): void {
    for (const [field, want] of this.#sent) if (this.#wants.get(field) === want) this.#wants.delete(field);
    if ((row.version ?? 0) < (this.#row.version ?? 0)) return;
    this.#row = row;
    this.#asked = ++this.#clock;
    this.#newsAt = this.#asked;
  }

  /** A write's turn has come; those that have nothing to do end at once. */
  #next(): void {
    for (;;) {
      const [operation] = this.#queue;
      if (operation === undefined) return;
      this.#newsAt = ++this.#clock;
      if (this.#isDeleted) operation.due = DELETED;
      else if (operation.kind === 'publish' && this.changed.length === 0) operation.due = DONE;
      else return;
      this.#queue.shift();
    }
  }

  #take(row: Row, asked: number): boolean {
    if (this.#isDeleted) return false;
    const isOther = row.version !== this.#row.version;
    const isNews = isOther ? (row.version ?? 0) > (this.#row.version ?? 0) : asked >= this.#asked;
    if (!isNews) return false;
    this.#row = row;
    this.#asked = Math.max(asked, this.#asked);
    this.#newsAt = ++this.#clock;
    return true;
  }

  #notePresence(isFound: boolean, asked: number): void {
    if (asked < this.#askedForPresence) return;
    this.#askedForPresence = asked;
    this.#found = isFound;
  }

  #value(field: Field): number {
    return this.#wants.get(field)?.value ?? this.#row[field];
  }

  get changed(): Field[] {
    return fields.filter((field) => this.#value(field) !== this.#row[field]);
  }

  get running(): number {
    return this.#operations.filter(({ ended }) => ended === undefined).length;
  }

  /** Operations that have not ended as they must, and what was sent that should not have been. */
  get wrongEnds(): string[] {
    const wrong = this.#operations.filter(({ due, ended }) => due !== ended);
    return [...this.#surprises, ...wrong.map(({ kind, due, ended }) => `${kind}: ${ended} for ${due}`)];
  }

  look() {
    for (const field of fields) {
      // What is wanted and what is saved agree: there is nothing to publish, and what is saved may move on.
      const agreed = this.#wants.get(field)?.value === this.#row[field];
      if (agreed && !this.#sent.has(field)) this.#wants.delete(field);
    }
    const isFetching = this.#operations.some(({ kind, due }) => kind === 'load' && due === undefined);
    return {
      values: fields.map((field) => this.#value(field)),
      saved: fields.map((field) => this.#row[field]),
      changed: this.changed,
      unpublished: this.changed.length > 0,
      state: this.#isDeleted ? 'deleted' : 'published',
      facts: [
        isFetching,
        this.#queue.length > 0,
        this.#found !== undefined,
        this.#found === true,
        this.#isDeleted,
        true,
      ],
    };
  }
}
