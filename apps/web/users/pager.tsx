import { Button, NativeSelect, Text } from '@mantine/core';
import { IconChevronLeft, IconChevronRight, IconChevronsLeft } from '@tabler/icons-react';
import type { MouseEvent } from 'react';
import { PAGE_SIZES } from './list-address';
import type { ListNavigation } from './use-list-address';
import type { UserList } from './use-user-list';

const count = new Intl.NumberFormat();

/** Which rows of how many are shown: `26–50 of 1,000`. */
export const rangeText = ({ users, shown: { page, size } }: Pick<UserList, 'users' | 'shown'>): string => {
  const first = (page - 1) * size + 1;
  const last = first + users.size - 1;
  const total = users.getTotal();
  const of = total === undefined ? '' : ` of ${count.format(Math.max(total, last))}`;
  return `${count.format(first)}–${count.format(last)}${of}`;
};

interface PagerProps {
  readonly list: UserList;
  readonly navigation: ListNavigation;
}

/** Turns the page, and shows its first rows where the list begins above what is seen. */
const turning =
  (turn: () => void) =>
  ({ currentTarget }: MouseEvent<HTMLElement>): void => {
    turn();
    const list = currentTarget.closest('.list');
    if (list !== null && list.getBoundingClientRect().top < 0) list.scrollIntoView();
  };

/** The way from page to page. */
export const Pager = ({ list, navigation }: PagerProps) => {
  const { address, change, toNextPage, toPreviousPage, toFirstPage } = navigation;
  const next = list.users.getNext();
  // While a page is being turned the cursor is that of the page before.
  const isTurned = list.shown === address;
  const isFirst = address.after === undefined;
  return (
    <nav className="pager" aria-label="Pages">
      <Text size="sm" c="dimmed" className="pager-range">
        {rangeText(list)}
      </Text>
      <NativeSelect
        size="xs"
        aria-label="Rows on a page"
        value={String(address.size)}
        data={PAGE_SIZES.map((size) => ({ value: String(size), label: `${size} rows` }))}
        onChange={(event) =>
          change({ size: PAGE_SIZES.find((size) => String(size) === event.currentTarget.value) ?? 25 })
        }
      />
      <div className="pager-steps">
        <Button
          size="xs"
          variant="default"
          disabled={isFirst}
          onClick={turning(() => toFirstPage())}
          leftSection={<IconChevronsLeft size={14} aria-hidden />}
        >
          First
        </Button>
        <Button
          size="xs"
          variant="default"
          disabled={toPreviousPage === undefined}
          onClick={turning(() => toPreviousPage?.())}
          leftSection={<IconChevronLeft size={14} aria-hidden />}
        >
          Previous
        </Button>
        <Button
          size="xs"
          variant="default"
          disabled={next === null}
          onClick={turning(() => isTurned && next !== null && toNextPage(next))}
          rightSection={<IconChevronRight size={14} aria-hidden />}
        >
          Next
        </Button>
      </div>
    </nav>
  );
};
