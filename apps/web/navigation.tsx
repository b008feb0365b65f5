import { useSession } from '@myapp/client/hooks/useSession';
import type { User } from '@myapp/core/entities/user';
import { historyPolicy } from '@myapp/core/policies';
import { Link, useLocation } from 'wouter';

/** The parts of the app, in the order in which they stand in the header. */
const PLACES = [
  { path: '/users', label: 'Users', isFor: () => true },
  { path: '/rooms', label: 'Rooms', isFor: () => true },
  { path: '/jobs', label: 'Jobs', isFor: () => true },
  { path: '/audit', label: 'Audit', isFor: (user: User) => historyPolicy.can(user, 'read') },
] as const;

/** The way to each part of the app, for who is signed in. */
export const Navigation = () => {
  const { user } = useSession();
  const [location] = useLocation();
  if (user === undefined) return null;
  return (
    <nav aria-label="Parts of the app" className="app-navigation">
      {PLACES.filter(({ isFor }) => isFor(user)).map(({ path, label }) => {
        const isHere = location === path || location.startsWith(`${path}/`);
        return (
          <Link key={path} href={path} aria-current={isHere ? 'page' : undefined}>
            {label}
          </Link>
        );
      })}
    </nav>
  );
};
