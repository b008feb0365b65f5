import type { ContenderName } from './contenders';

/** One request; what it is answered with has to be read by the same dialect. */
export interface Asked {
  readonly method?: 'GET' | 'PATCH' | 'PUT' | 'POST';
  readonly path: string;
  readonly version?: number;
  readonly body?: object;
}

/** A user as everybody may read one. */
export interface Row {
  readonly id: string;
  readonly name: string;
  readonly email?: string;
  readonly version: number;
}

/** A page of users; how to ask for the next one is the contender's own. */
export interface Page {
  readonly items: readonly Row[];
  readonly total: number;
  readonly next: string | number | null;
}

export interface ListAsked {
  /** Active users whose names lie between these. */
  readonly from: string;
  readonly to: string;
  readonly orderBy: 'name';
  readonly direction: 'asc' | 'desc';
  readonly limit: number;
  readonly next: string | number | null | undefined;
}

interface Change {
  readonly id: string;
  readonly version: number;
  readonly values: { readonly name: string };
}

/** How a contender is asked for the same as the others, and how its answers are read. */
export interface Dialect {
  get(id: string): Asked;
  /** Requests that together bring a page and its total. */
  list(asked: ListAsked): Asked[];
  change(change: Change): Asked;
  row(answer: never): Row;
  page(answers: readonly never[]): Page;
}

const query = (values: Readonly<Record<string, string | number | null | undefined>>): string =>
  new URLSearchParams(
    Object.entries(values).flatMap(([name, value]) =>
      value === undefined || value === null ? [] : [[name, String(value)]],
    ),
  ).toString();

const rest: Pick<Dialect, 'get' | 'change' | 'row' | 'page'> = {
  get: (id) => ({ path: `/api/users/${id}` }),
  change: ({ id, version, values }) => ({ method: 'PATCH', path: `/api/users/${id}`, version, body: values }),
  row: (answer) => answer,
  page: ([answer]) => answer as unknown as Page, // the form that we gave it
};

const input = (values: unknown): string => `input=${encodeURIComponent(JSON.stringify(values))}`;

/** What tRPC puts around an answer. */
interface Wrapped<Data> {
  readonly result: { readonly data: Data };
}

export const dialects: Readonly<Record<ContenderName, Dialect>> = {
  'by hand': {
    ...rest,
    list: (asked) => [{ path: `/api/users?${query({ status: 'active', ...asked })}` }],
  },
  reactive: {
    ...rest,
    list: ({ from, to, orderBy, direction, limit, next }) => [
      {
        path: `/api/users?${query({ status: 'active', where: JSON.stringify({ name: { gte: from, lt: to } }), orderBy: JSON.stringify({ [orderBy]: direction }), limit, next })}`,
      },
    ],
  },
  remult: {
    ...rest,
    change: ({ id, version, values }) => ({ method: 'PUT', path: `/api/users/${id}`, version, body: values }),
    // It pages by number, and counts by a request of its own.
    list: ({ from, to, orderBy, direction, limit, next }) => [
      {
        path: `/api/users?${query({ status: 'active', 'name.gte': from, 'name.lt': to, _sort: `${orderBy},id`, _order: `${direction},${direction}`, _limit: limit, _page: next })}`,
      },
      { path: `/api/users?${query({ status: 'active', 'name.gte': from, 'name.lt': to })}&__action=count` },
    ],
    page: ([items, counted]) => ({
      items: items as unknown as Row[],
      total: (counted as unknown as { count: number }).count,
      next: 2,
    }),
  },
  trpc: {
    get: (id) => ({ path: `/api/trpc/byId?${input(id)}` }),
    list: (asked) => [{ path: `/api/trpc/list?${input({ status: 'active', ...asked })}` }],
    change: (change) => ({ method: 'POST', path: '/api/trpc/change', body: change }),
    row: (answer) => (answer as unknown as Wrapped<Row>).result.data,
    page: ([answer]) => (answer as unknown as Wrapped<Page>).result.data,
  },
};
