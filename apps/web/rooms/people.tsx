import { Text } from '@mantine/core';
import type { SeenGesture } from '@myapp/client/realtime';
import type { Presence } from '@myapp/core/rooms';
import { isMe } from '../users/permissions';
import { Initials } from '../users/user-facts';

const time = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' });

interface PersonProps {
  readonly person: Presence;
  readonly ownerId: string;
  readonly gesture: SeenGesture | undefined;
}

const aboutOf = ({ person, ownerId }: PersonProps): string =>
  [
    isMe({ id: person.userId }) && 'you',
    person.userId === ownerId && 'opened the room',
    `since ${time.format(new Date(person.since))}`,
  ]
    .filter(Boolean)
    .join(' · ');

const Person = (props: PersonProps) => {
  const { person, gesture } = props;
  return (
    <li className="person">
      <Initials name={person.name} />
      <div>
        <Text fw={500} className="break-anywhere">
          {person.name}
        </Text>
        <Text size="sm" c="dimmed">
          {gesture?.typing === true ? 'is typing…' : aboutOf(props)}
        </Text>
      </div>
    </li>
  );
};

interface PeopleProps {
  readonly presence: readonly Presence[];
  readonly ownerId: string;
  readonly gestures: Readonly<Record<string, SeenGesture>>;
}

/** Who is in a room, in the order in which they came, and what they do. */
export const People = ({ presence, ownerId, gestures }: PeopleProps) => (
  <ul className="room-people" aria-label="People in the room">
    {presence.map((person) => (
      <Person key={person.userId} person={person} ownerId={ownerId} gesture={gestures[person.userId]} />
    ))}
  </ul>
);
