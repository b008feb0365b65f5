import { nameOf, scatter, type UserRow, userRow } from '../data';

/** A live view of some rows, as a workload drives it. */
export interface LiveView {
  /** Has everything at hand that writing needs; not timed. */
  prepare?(): void;
  /** Writes the new values of row `index`. */
  update(index: number, values: Readonly<Record<string, unknown>>): void;
  /** How often the view told that it changed. */
  heard(): number;
  /** The ids of what it shows, in order. */
  ids(): readonly unknown[];
  dispose?(): void;
}

/** Any row. */
export interface Row {
  readonly id: string;
}

/** What a view shows, in the words of reactive and in plain code. */
export interface ViewQuery<R extends Row> {
  readonly where: object;
  readonly orderBy: object;
  readonly limit?: number;
  readonly matches: (row: R) => boolean;
  /** Without the tie-breaker, which is the id. */
  readonly compare: (a: R, b: R) => number;
}

/** Rows, a view of them, and what is written to them. */
export interface Scene<R extends Row> {
  readonly query: ViewQuery<R>;
  readonly row: (index: number) => R;
  /** What update `turn` writes to which row. */
  readonly change: (turn: number, size: number) => { index: number; values: Partial<R> };
  /** Whether each update must be told exactly once: where each concerns a row that is shown. */
  readonly tellsEach: boolean;
}

/** Compares by code unit, as strings of ASCII letters are ordered by code point. */
export const byText = (a: string, b: string): number => {
  if (a === b) return 0;
  return a < b ? -1 : 1;
};

/** The order of a query with its tie-breaker. */
export const totalOrder =
  <R extends Row>({ compare }: ViewQuery<R>) =>
  (a: R, b: R): number =>
    compare(a, b) || byText(a.id, b.id);

/** What a view must show, worked out from scratch. */
export const recompute = <R extends Row>(query: ViewQuery<R>, rows: readonly R[]): string[] =>
  rows
    .filter(query.matches)
    .sort(totalOrder(query))
    .slice(0, query.limit)
    .map(({ id }) => id);

/** A row that is shown when half of them are, in no order. */
const shownIndex = (turn: number, size: number): number => (scatter(turn) % (size >> 1)) * 2;

/** Admins by name; each update gives one of them another name. */
export const adminsByName: Scene<UserRow> = {
  query: {
    where: { role: 'admin' },
    orderBy: { name: 'asc' },
    matches: ({ role }) => role === 'admin',
    compare: (a, b) => byText(a.name, b.name),
  },
  row: userRow,
  change: (turn, size) => ({
    index: shownIndex(turn, size),
    values: { name: `${nameOf(turn + size)}${turn}` },
  }),
  tellsEach: true,
};
