import {
  Button,
  CloseButton,
  Kbd,
  NativeSelect,
  SegmentedControl,
  TextInput,
  VisuallyHidden,
} from '@mantine/core';
import { useDebouncedCallback, useHotkeys } from '@mantine/hooks';
import { IconFilterOff, IconSearch } from '@tabler/icons-react';
import { useRef, useState } from 'react';
import { isFiltered, type ListAddress, SORTABLE, type SortField } from './list-address';
import type { ListNavigation } from './use-list-address';

const PAUSE = 250;

interface ToolbarProps {
  readonly navigation: ListNavigation;
}

/** The box follows the address, and the address follows the box when typing pauses. */
const useSearchText = ({ address, change }: ListNavigation) => {
  const [typed, setTyped] = useState(address.text);
  const [known, setKnown] = useState(address.text);
  // One visit to the box is one step in the browser's history.
  const isSameVisit = useRef(false);
  if (known !== address.text) {
    setKnown(address.text);
    setTyped(address.text);
  }
  const apply = (text: string): void => {
    if (text === address.text) return;
    setKnown(text);
    change({ text }, { replace: isSameVisit.current });
    isSameVisit.current = true;
  };
  const applyLater = useDebouncedCallback(apply, PAUSE);
  return {
    typed,
    type: (text: string): void => {
      setTyped(text);
      applyLater(text);
    },
    applyNow: (text: string): void => {
      applyLater.cancel();
      setTyped(text);
      apply(text);
    },
    endVisit: (): void => {
      isSameVisit.current = false;
    },
  };
};

const SearchBox = ({ navigation }: ToolbarProps) => {
  const box = useRef<HTMLInputElement>(null);
  const { typed, type, applyNow, endVisit } = useSearchText(navigation);
  const label = navigation.fields.has('email') ? 'Search by name or e-mail' : 'Search by name';
  useHotkeys([['/', () => box.current?.focus()]]);
  const clear = (): void => {
    applyNow('');
    box.current?.focus();
  };
  return (
    <TextInput
      ref={box}
      type="search"
      className="toolbar-search"
      aria-label={label}
      aria-keyshortcuts="/"
      placeholder={label}
      maxLength={200}
      leftSection={<IconSearch size={16} aria-hidden />}
      rightSection={
        typed === '' ? (
          <Kbd size="xs" aria-hidden className="search-shortcut">
            /
          </Kbd>
        ) : (
          <CloseButton size="sm" aria-label="Clear search" onClick={clear} />
        )
      }
      value={typed}
      onChange={(event) => type(event.currentTarget.value)}
      onBlur={endVisit}
      onKeyDown={(event) => {
        if (event.key === 'Enter') applyNow(typed);
        if (event.key === 'Escape' && typed !== '') {
          event.preventDefault();
          clear();
        }
      }}
    />
  );
};

const ROLES = [
  { value: '', label: 'Any role' },
  { value: 'admin', label: 'Admins' },
  { value: 'user', label: 'Users' },
];

const STATUSES = [
  { value: '', label: 'Any status' },
  { value: 'active', label: 'Active' },
  { value: 'inactive', label: 'Inactive' },
];

const ORDERS: readonly { readonly value: string; readonly label: string }[] = [
  { value: 'name', label: 'Name, A–Z' },
  { value: '-name', label: 'Name, Z–A' },
  { value: 'email', label: 'E-mail, A–Z' },
  { value: '-createdAt', label: 'Newest first' },
  { value: 'createdAt', label: 'Oldest first' },
  { value: 'role', label: 'Admins first' },
  { value: 'status', label: 'Active first' },
];

const readOrder = (value: string): Pick<ListAddress, 'sort' | 'direction'> | undefined => {
  const sort = SORTABLE.find((field: SortField) => field === value.replace(/^-/, ''));
  return sort && { sort, direction: value.startsWith('-') ? 'desc' : 'asc' };
};

/** Stands in for the sortable headings where there is no room for a table. */
const OrderSelect = ({ navigation: { address, fields, change } }: ToolbarProps) => {
  const value = `${address.direction === 'desc' ? '-' : ''}${address.sort}`;
  const orders = ORDERS.filter((order) => fields.has(order.value.replace(/^-/, '')));
  const isListed = orders.some((order) => order.value === value);
  return (
    <NativeSelect
      aria-label="Order"
      value={value}
      data={isListed ? orders : [...orders, { value, label: 'Other order' }]}
      onChange={(event) => change(readOrder(event.currentTarget.value) ?? {})}
    />
  );
};

interface ListToolbarProps extends ToolbarProps {
  /** Whether the order is chosen here, for want of headings. */
  readonly hasOrder: boolean;
}

/** Search, filters and, of cards, the order. */
export const ListToolbar = ({ navigation, hasOrder }: ListToolbarProps) => {
  const { address, change, clearFilters } = navigation;
  return (
    <search className="toolbar">
      <SearchBox navigation={navigation} />
      <SegmentedControl
        aria-label="Role"
        data={ROLES}
        value={address.role ?? ''}
        onChange={(value) => change({ role: value === 'admin' || value === 'user' ? value : undefined })}
      />
      <SegmentedControl
        aria-label="Status"
        data={STATUSES}
        value={address.status ?? ''}
        onChange={(value) =>
          change({ status: value === 'active' || value === 'inactive' ? value : undefined })
        }
      />
      {isFiltered(address) && (
        <Button
          variant="subtle"
          color="gray"
          leftSection={<IconFilterOff size={16} />}
          onClick={clearFilters}
        >
          Clear<VisuallyHidden> all filters</VisuallyHidden>
        </Button>
      )}
      {hasOrder && <OrderSelect navigation={navigation} />}
    </search>
  );
};
