import { Button, Menu, Text, UnstyledButton } from '@mantine/core';
import { useSession } from '@myapp/client/hooks/useSession';
import type { User } from '@myapp/core/entities/user';
import { IconChevronDown, IconHistory, IconLogout, IconUserCircle } from '@tabler/icons-react';
import { errorFrom } from 'reactive/errors';
import { modelOf } from 'reactive/react';
import { Link, useLocation, useRoute } from 'wouter';
import { connection } from '../connection';
import { toasts } from '../toasts';
import { Initials, RoleBadge } from '../users/user-facts';

/** Signs out, and says so where that fails: whoever leaves believes to be gone. */
const useSignOut = (): (() => Promise<void>) => {
  const session = modelOf(useSession());
  const [, navigate] = useLocation();
  const signOut = async (): Promise<void> => {
    try {
      await session.signOut();
      navigate('/sign-in', { replace: true });
    } catch (thrown) {
      const error = errorFrom(thrown);
      const message = connection.noteError(error) ? 'the server does not answer' : error.message;
      toasts.failed({
        message: `You are still signed in: ${message}.`,
        actions: [{ label: 'Try again', run: () => void signOut() }],
      });
    }
  };
  return signOut;
};

const SignedInMenu = ({ user }: { readonly user: User }) => {
  const signOut = useSignOut();
  return (
    <Menu position="bottom-end" width={240} withinPortal={false}>
      <Menu.Target>
        <UnstyledButton className="account-button">
          <Initials name={user.name} />
          <span className="visually-hidden">Account of </span>
          <span className="account-button-name">{user.name}</span>
          <IconChevronDown size={14} aria-hidden />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <div className="account-menu-head" role="presentation">
          <Text size="sm" fw={600} truncate="end">
            {user.name}
          </Text>
          <Text size="xs" c="dimmed" truncate="end" mb={6}>
            {user.email}
          </Text>
          <RoleBadge role={user.role} />
        </div>
        <Menu.Divider />
        <Menu.Item component={Link} href="/account" leftSection={<IconUserCircle size={16} />}>
          Account
        </Menu.Item>
        <Menu.Item
          component={Link}
          href={`/users/${encodeURIComponent(user.id)}/history`}
          leftSection={<IconHistory size={16} />}
        >
          Your history
        </Menu.Item>
        <Menu.Item leftSection={<IconLogout size={16} />} onClick={() => void signOut()}>
          Sign out
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
};

/** Who is signed in, with the way to the account and out. */
export const AccountMenu = () => {
  const { state, user } = useSession();
  const [isSigningIn] = useRoute('/sign-in');
  if (user !== undefined) return <SignedInMenu user={user} />;
  if (state === 'loading' || isSigningIn) return null;
  return (
    <Button component={Link} href="/sign-in" variant="default" size="xs">
      Sign in
    </Button>
  );
};
