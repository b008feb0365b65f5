import { Text } from '@mantine/core';
import type { User } from '@myapp/core/entities/user';
import { useModel } from 'reactive/react';
import { isManager } from './permissions';
import type { ListNavigation } from './use-list-address';
import { Initials, RoleBadge, StatusBadge } from './user-facts';
import { UserLink } from './user-link';
import { type RowActions, UserMenu } from './user-menu';

interface CardProps {
  readonly user: User;
  readonly navigation: ListNavigation;
  readonly actions: RowActions;
}

const Card = ({ user: given, navigation, actions }: CardProps) => {
  const user = useModel(given);
  return (
    <li className="user-card" data-user={user.id}>
      <Initials name={user.name} />
      <div className="user-card-text">
        <UserLink user={user} navigation={navigation} />
        {navigation.fields.has('email') && (
          <Text size="sm" c="dimmed" truncate="end">
            {user.email}
          </Text>
        )}
        <div className="user-card-facts">
          <RoleBadge role={user.role} />
          <StatusBadge status={user.status} />
        </div>
      </div>
      {!user.isDraft && isManager() && <UserMenu user={user} actions={actions} />}
    </li>
  );
};

interface UserCardsProps {
  readonly users: readonly User[];
  readonly navigation: ListNavigation;
  readonly actions: RowActions;
}

/** Users as a list of cards, for narrow screens. */
export const UserCards = ({ users, navigation, actions }: UserCardsProps) => (
  <ul className="user-cards" aria-label="Users">
    {users.map((user) => (
      <Card key={user.localKey} user={user} navigation={navigation} actions={actions} />
    ))}
  </ul>
);
