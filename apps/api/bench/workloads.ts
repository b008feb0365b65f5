import { type BenchDatabase, ROWS, someActive, userIdOf } from './database';
import type { Asked, Dialect, ListAsked, Page, Row } from './dialects';

/** Sends a request as an account, and gives its answer, which has to be one of success. */
export type Send = (asked: Asked, account: number) => Promise<never>;

/** One connection, and what goes on over it. */
export interface Connection {
  readonly at: number;
  readonly send: Send;
  readonly dialect: Dialect;
}

/** What is done over all connections; each call does it once, and has looked at what came back. */
export interface Workload {
  readonly name: string;
  /** Of the processor time of the same by hand, at most. */
  readonly target: number;
  readonly once: (connection: Connection) => Promise<void>;
  /** Forgets where connections were, before a contender begins. */
  readonly begin?: () => void;
}

function require(holds: boolean, what: string, answer: unknown): void {
  if (!holds) throw new Error(`${what}: ${JSON.stringify(answer).slice(0, 500)}`);
}

const LIMIT = 50;

/** Somebody else: of themselves, people are told more than of others. */
function otherThan(own: string | undefined): string {
  const id = userIdOf(someActive());
  return id === own ? otherThan(own) : id;
}

export const getById = ({ accounts }: BenchDatabase): Workload => ({
  name: 'GET by id',
  target: 0.6,
  async once({ at, send, dialect }) {
    const id = otherThan(accounts[at]?.id);
    const row = dialect.row(await send(dialect.get(id), at));
    const told = row.email !== undefined;
    const asExpected = row.id === id && row.name.length > 2 && row.version >= 1;
    require(asExpected && told === accounts[at]?.isAdmin, `not the user ${id} as they may be read`, row);
  },
});

/** A page that a connection goes on from. */
interface Reading {
  readonly specs: ListAsked;
  readonly page: Page;
}

/** About one in 256 of the names: what is found by an index, so that the database is not what is measured. */
function someNames(): ListAsked {
  const part = Math.floor(Math.random() * 255);
  const bound = (n: number): string => `User ${n.toString(16).padStart(2, '0')}`;
  const direction = part % 2 === 0 ? 'asc' : 'desc';
  return {
    from: bound(part),
    to: bound(part + 1),
    orderBy: 'name',
    direction,
    limit: LIMIT,
    next: undefined,
  };
}

function isSorted(items: readonly Row[], { from, to, direction }: ListAsked): boolean {
  const names = items.map(({ name }) => name);
  const sorted = names.toSorted(); // by code units, as the database does
  const ordered = direction === 'asc' ? sorted : sorted.toReversed();
  return names.every((name, at) => name === ordered[at] && name >= from && name < to);
}

/** First pages and second ones by turns. */
export function list(): Workload {
  let readings = new WeakMap<Connection, Reading>();
  return {
    name: 'list of 50',
    target: 0.9,
    begin() {
      readings = new WeakMap();
    },
    async once(connection) {
      const { at, send, dialect } = connection;
      const before = readings.get(connection);
      readings.delete(connection);
      const specs = before ? { ...before.specs, next: before.page.next } : someNames();
      const answers: never[] = [];
      for (const asked of dialect.list(specs)) answers.push(await send(asked, at));
      const page = dialect.page(answers);
      if (!before) readings.set(connection, { specs, page });
      const shown = [...(before?.page.items ?? []), ...page.items];
      const size = (before ? 2 : 1) * LIMIT;
      require(page.total >= size && page.items.length === LIMIT, 'not a page and its total', page);
      require(isSorted(shown, specs), 'not in order', shown);
      require(new Set(shown.map(({ id }) => id)).size === size, 'rows of the page before', page);
    },
  };
}

/** Changes of which it is known how many were made. */
interface Writes extends Workload {
  readonly done: () => number;
}

export function patch({ accounts }: BenchDatabase): Writes {
  const versions = new Map<string, number>();
  const share = Math.floor(ROWS / accounts.length);
  let renamed = 0;
  let done = 0;
  return {
    name: 'PATCH',
    target: 1.1,
    done: () => done,
    // Users of its own for each connection: what is measured is no conflict. Only admins change others.
    async once({ at, send, dialect }) {
      const id = userIdOf(share * at + 1 + Math.floor(Math.random() * share));
      const version = versions.get(id) ?? 1;
      const values = { name: `Renamed ${++renamed}` };
      const row = dialect.row(await send(dialect.change({ id, version, values }), at - (at % 2)));
      require(row.name === values.name && row.version === version + 1, `${id} was not renamed`, row);
      versions.set(id, row.version);
      done += 1;
    },
  };
}
