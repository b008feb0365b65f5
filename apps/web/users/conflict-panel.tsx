import { Alert, Button, Group, Radio, Stack, Text } from '@mantine/core';
import { IconGitMerge } from '@tabler/icons-react';
import type { Difference, Field, UserEditing } from './editing';
import { ROLE_LABELS, STATUS_LABELS } from './user-facts';

export const FIELD_LABELS = { name: 'Name', email: 'E-mail', role: 'Role', status: 'Status' } as const;

const VALUE_LABELS: Readonly<Record<string, string>> = { ...ROLE_LABELS, ...STATUS_LABELS };

const shown = (field: Field, value: string): string =>
  field === 'role' || field === 'status' ? (VALUE_LABELS[value] ?? value) : value;

interface DifferenceProps {
  readonly difference: Difference;
  readonly editing: UserEditing;
}

const SIDES = { mine: 'Yours', theirs: 'Theirs' } as const;

/** One field that both changed: what was typed here, what the other side made of it, and a choice. */
const DifferenceChoice = ({ difference, editing }: DifferenceProps) => {
  const { field } = difference;
  const value = String(editing.edit[field] ?? '');
  const side = (['mine', 'theirs'] as const).find((each) => difference[each] === value) ?? null;
  return (
    <Radio.Group
      label={FIELD_LABELS[field]}
      value={side}
      onChange={(chosen) => editing.choose(difference, chosen === 'mine' ? 'mine' : 'theirs')}
    >
      <div className="conflict-sides">
        {(['mine', 'theirs'] as const).map((each) => (
          <Radio.Card
            key={each}
            value={each}
            className="conflict-side"
            data-checked={side === each || undefined}
          >
            <Group gap="sm" wrap="nowrap" align="flex-start">
              <Radio.Indicator />
              <div className="conflict-side-text">
                <Text size="xs" c="dimmed">
                  {SIDES[each]}
                </Text>
                <Text size="sm" className="break-anywhere">
                  {shown(field, difference[each])}
                </Text>
              </div>
            </Group>
          </Radio.Card>
        ))}
      </div>
    </Radio.Group>
  );
};

const list = new Intl.ListFormat(undefined, { type: 'conjunction' });

/** What somebody else changed while the form was open, field by field. Nothing is lost: the choice is made here. */
export const ConflictPanel = ({ editing }: { readonly editing: UserEditing }) => {
  const { conflict } = editing;
  if (conflict === undefined) return null;
  const { differences, taken } = conflict;
  const chooseAll = (side: 'mine' | 'theirs'): void => {
    for (const difference of differences) editing.choose(difference, side);
  };
  return (
    <Alert
      className="conflict"
      color="orange"
      icon={<IconGitMerge size={20} />}
      title="Somebody else has changed this user"
    >
      <Stack gap="md">
        <Text size="sm">
          {differences.length > 0
            ? 'You both changed the following. Choose what is to stand, then save.'
            : 'Your changes do not meet theirs. Save again to add them.'}
        </Text>
        {differences.map((difference) => (
          <DifferenceChoice key={difference.field} difference={difference} editing={editing} />
        ))}
        {differences.length > 1 && (
          <Group gap="xs">
            <Button size="xs" variant="default" onClick={() => chooseAll('mine')}>
              Keep all of yours
            </Button>
            <Button size="xs" variant="default" onClick={() => chooseAll('theirs')}>
              Take all of theirs
            </Button>
          </Group>
        )}
        {taken.length > 0 && (
          <Text size="sm">
            Changed by them and taken over:{' '}
            {list.format(
              taken.map(
                (field) => `${FIELD_LABELS[field]} (now ${shown(field, String(editing.edit[field]))})`,
              ),
            )}
            .
          </Text>
        )}
      </Stack>
    </Alert>
  );
};
