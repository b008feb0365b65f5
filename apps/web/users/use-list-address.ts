import { useMemo, useState } from 'react';
import { useSearch } from 'wouter';
import { navigate, useHistoryState } from 'wouter/use-browser-location';
import {
  type ListAddress,
  readAddress,
  type VisibleFields,
  withoutFilters,
  writeAddress,
} from './list-address';
import { visibleFields } from './permissions';

/** What an entry of the browser's history remembers beside its address. */
interface HistoryEntry {
  /** The cursors of the pages before this one, the first page left out. */
  readonly trail?: readonly string[];
  /** The entry before this one is the same list without the drawer. */
  readonly isOpenedHere?: boolean;
}

/** What the history of a user remembers of the list that it was opened from. */
interface HistoryOrigin extends HistoryEntry {
  /** The query of the list. */
  readonly list?: string;
}

/** The address of the list, and ways to go to another one. */
export interface ListNavigation {
  readonly address: ListAddress;
  /** What may be seen of the users, and so searched and sorted by. */
  readonly fields: VisibleFields;
  /** What a link needs that opens a user over the list. */
  readonly linkTo: (id: string) => { readonly href: string; readonly state: HistoryEntry };
  /** Opens a user, or `new` for one that is to be made, over the list. */
  readonly open: (id: string) => void;
  readonly close: () => void;
  /** Another order, filter or page size: always from the first page on. */
  readonly change: (change: Partial<ListAddress>, options?: { readonly replace?: boolean }) => void;
  readonly clearFilters: () => void;
  readonly toNextPage: (cursor: string) => void;
  /** Absent where the page before is not known: the address was opened from outside. */
  readonly toPreviousPage: (() => void) | undefined;
  readonly toFirstPage: (options?: { readonly replace?: boolean }) => void;
}

const LIST = '/users';

const go = (
  search: string,
  { trail = [], replace = false }: { trail?: readonly string[]; replace?: boolean },
) => navigate(LIST + search, { replace, state: { trail } satisfies HistoryEntry });

const FIRST = { page: 1, after: undefined };

/** What a link to the history of a user needs, so that the way back leads to the list as it is now. */
export const useHistoryLink = (id: string) => {
  const list = useSearch();
  const { trail = [] } = useHistoryState<HistoryEntry | null>() ?? {};
  return {
    href: `${LIST}/${encodeURIComponent(id)}/history`,
    state: { list, trail } satisfies HistoryOrigin,
  };
};

/** What a link from the history of a user back to the list needs. */
export const useBackLink = (id: string) => {
  const { list = '', trail = [] } = useHistoryState<HistoryOrigin | null>() ?? {};
  const query = list === '' ? '' : `?${list}`;
  return {
    href: `${LIST}/${encodeURIComponent(id)}${query}`,
    state: { trail } satisfies HistoryEntry,
  };
};

/** The list's part of the address: everything that is seen survives a reload, and the way back leads back. */
export const useListAddress = (): ListNavigation => {
  const search = useSearch();
  const { trail = [], isOpenedHere = false } = useHistoryState<HistoryEntry | null>() ?? {};
  // Another person has another list: this is asked once for each.
  const [fields] = useState(visibleFields);
  const address = useMemo(() => readAddress(search, fields), [search, fields]);
  const query = writeAddress(address);
  const { page, after } = address;

  const back = (): void => {
    const before = trail.at(-1);
    const previous = before === undefined ? FIRST : { page: page - 1, after: before };
    go(writeAddress({ ...address, ...previous }), { trail: trail.slice(0, -1) });
  };
  const linkTo = (id: string) => ({
    href: `${LIST}/${encodeURIComponent(id)}${query}`,
    state: { trail, isOpenedHere: true },
  });
  const isKnown = after !== undefined && page === trail.length + 2;
  return {
    address,
    fields,
    linkTo,
    open: (id) => navigate(linkTo(id).href, { state: linkTo(id).state }),
    close: () => (isOpenedHere ? window.history.back() : go(query, { trail, replace: true })),
    change: (change, { replace = false } = {}) =>
      go(writeAddress({ ...address, ...change, ...FIRST }), { replace }),
    clearFilters: () => go(writeAddress(withoutFilters(address)), {}),
    toNextPage: (cursor) =>
      go(writeAddress({ ...address, page: page + 1, after: cursor }), {
        trail: after === undefined ? [] : [...trail, after],
      }),
    toPreviousPage: isKnown ? back : undefined,
    toFirstPage: ({ replace = false } = {}) => go(writeAddress({ ...address, ...FIRST }), { replace }),
  };
};
