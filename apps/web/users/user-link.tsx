import type { User } from '@myapp/core/entities/user';
import { Link } from 'wouter';
import type { ListNavigation } from './use-list-address';

interface UserLinkProps {
  readonly user: User;
  readonly navigation: ListNavigation;
}

/** The name, which opens the user; one that is being created has no address yet. */
export const UserLink = ({ user, navigation }: UserLinkProps) =>
  user.isDraft ? (
    <span className="person-name">{user.name}</span>
  ) : (
    <Link {...navigation.linkTo(user.id)} className="person-name">
      {user.name}
    </Link>
  );
