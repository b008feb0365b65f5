import { type IUser, USER_ROLES, USER_STATUSES } from '@myapp/core/entities/user';
import type { Direction, ListSpecs } from 'reactive/query';
import { whereText } from './text-search';

/** What the list can be ordered by. */
export const SORTABLE = ['name', 'email', 'role', 'status', 'createdAt'] as const;
export type SortField = (typeof SORTABLE)[number];

/** Fields of users that may be looked at in all of them, and so be searched and sorted by. */
export type VisibleFields = ReadonlySet<string>;

const ALL_FIELDS: VisibleFields = new Set(SORTABLE);

/** How many rows a page can have. */
export const PAGE_SIZES = [25, 50, 100] as const;

/** What the address of the page says about the list; everything that is not there has its default. */
export interface ListAddress {
  /** What is looked for in names and e-mail addresses. */
  readonly text: string;
  readonly role: IUser['role'] | undefined;
  readonly status: IUser['status'] | undefined;
  readonly sort: SortField;
  readonly direction: Direction;
  readonly size: (typeof PAGE_SIZES)[number];
  /** Counted from 1, for people; the cursor decides what is shown. */
  readonly page: number;
  /** The cursor of the page; none for the first. */
  readonly after: string | undefined;
}

const DEFAULTS: ListAddress = {
  text: '',
  role: undefined,
  status: undefined,
  sort: 'name',
  direction: 'asc',
  size: 25,
  page: 1,
  after: undefined,
};

const oneOf = <V extends string>(values: readonly V[], text: string | null): V | undefined =>
  values.find((value) => value === text);

/**
 * Reads the query of an address. What is unknown or makes no sense counts as not given: an old bookmark must open.
 *
 * So does an order by a field that may not be looked at.
 *
 * @example
 * readAddress('?q=ada&sort=-createdAt').direction; // 'desc'
 */
export function readAddress(search: string, fields = ALL_FIELDS): ListAddress {
  const query = new URLSearchParams(search);
  const order = query.get('sort') ?? '';
  const sortable = SORTABLE.filter((field) => fields.has(field));
  const sort = oneOf(sortable, order.replace(/^-/, ''));
  const after = query.get('after') || undefined;
  const page = Number(query.get('page'));
  return {
    text: query.get('q') ?? '',
    role: oneOf(USER_ROLES, query.get('role')),
    status: oneOf(USER_STATUSES, query.get('status')),
    sort: sort ?? DEFAULTS.sort,
    direction: sort !== undefined && order.startsWith('-') ? 'desc' : 'asc',
    size: PAGE_SIZES.find((size) => String(size) === query.get('size')) ?? DEFAULTS.size,
    page: after !== undefined && Number.isSafeInteger(page) && page > 1 ? page : 1,
    after,
  };
}

/** The query of an address, `?` included; empty where everything is as by default. */
export function writeAddress(address: ListAddress): string {
  const { text, role, status, sort, direction, size, page, after } = address;
  const query = new URLSearchParams();
  const order = direction === 'desc' ? `-${sort}` : sort;
  if (text !== '') query.set('q', text);
  if (role !== undefined) query.set('role', role);
  if (status !== undefined) query.set('status', status);
  if (order !== DEFAULTS.sort) query.set('sort', order);
  if (size !== DEFAULTS.size) query.set('size', String(size));
  if (after !== undefined) {
    query.set('page', String(page));
    query.set('after', after);
  }
  return query.size === 0 ? '' : `?${query}`;
}

/** Whether something is left out of the list on purpose. */
export const isFiltered = ({ text, role, status }: ListAddress): boolean =>
  text.trim() !== '' || role !== undefined || status !== undefined;

/** The same list without filters, from its first page on. */
export const withoutFilters = (address: ListAddress): ListAddress => ({
  ...DEFAULTS,
  sort: address.sort,
  direction: address.direction,
  size: address.size,
});

/** What the server is asked for. */
export function specsOf(
  { text, role, status, sort, direction, size, after }: ListAddress,
  fields = ALL_FIELDS,
): ListSpecs<IUser> {
  const where = { ...(role && { role }), ...(status && { status }), ...whereText(text, fields) };
  const orderBy = {
    name: { name: direction },
    email: { email: direction },
    role: { role: direction },
    status: { status: direction },
    createdAt: { createdAt: direction },
  }[sort];
  return { where, orderBy, limit: size, ...(after !== undefined && { next: after }) };
}
