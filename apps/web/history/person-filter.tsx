import { Select } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useUsers } from '@myapp/client/hooks/useUser';
import { useState } from 'react';
import { visibleFields } from '../users/permissions';
import { whereText } from '../users/text-search';

interface PersonFilterProps {
  readonly label: string;
  readonly value: string | undefined;
  /** The name of who is chosen, where it is known. */
  readonly name: string | undefined;
  /** What can be chosen beside people. */
  readonly others?: readonly { readonly value: string; readonly label: string }[];
  readonly onChange: (id: string | undefined) => void;
}

const FEW = 12;

/** Chooses a person by typing a part of the name, or of the e-mail address, as in the list of users. */
export const PersonFilter = ({ label, value, name, others = [], onChange }: PersonFilterProps) => {
  const [typed, setTyped] = useState('');
  const [asked] = useDebouncedValue(typed.trim(), 200);
  const isSearch = asked !== '' && asked !== name;
  const people = useUsers({
    ...(isSearch && { where: whereText(asked, visibleFields()) }),
    orderBy: { name: 'asc' },
    limit: FEW,
  });
  const found = people.items.map((user) => ({ value: user.id, label: user.name }));
  const known = [...others, ...found];
  const isKnown = value === undefined || known.some((each) => each.value === value);
  return (
    <Select
      label={label}
      placeholder="Anybody"
      searchable
      clearable
      size="sm"
      value={value ?? null}
      data={isKnown ? known : [...known, { value, label: name ?? 'Somebody who is gone' }]}
      // The server has searched.
      filter={({ options, search }) =>
        search.trim() === asked && isSearch
          ? options.filter(
              (option) => !others.some(({ value: id }) => 'value' in option && id === option.value),
            )
          : options
      }
      nothingFoundMessage={people.fetching ? 'Looking…' : 'Nobody is found'}
      onSearchChange={setTyped}
      onChange={(id) => onChange(id ?? undefined)}
      clearButtonProps={{ 'aria-label': `Clear: ${label}` }}
      comboboxProps={{ withinPortal: false }}
    />
  );
};
