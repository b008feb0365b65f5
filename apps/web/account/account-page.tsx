import { Stack, Title } from '@mantine/core';
import { useDocumentTitle } from '@mantine/hooks';
import { useOpenSessions, useSession } from '@myapp/client/hooks/useSession';
import { useRef } from 'react';
import { modelOf } from 'reactive/react';
import { PasswordSection } from './password-section';
import { ProfileSection } from './profile-section';
import { SessionsSection } from './sessions-section';
import { TokensSection } from './tokens-section';

/** One's own account: the name, the password, where one is signed in, and tokens for scripts. */
export const AccountPage = () => {
  useDocumentTitle('Account');
  const { user } = useSession();
  const sessions = useOpenSessions();
  const heading = useRef<HTMLHeadingElement>(null);
  // A failure stands in `sessions.error`.
  const reload = (): void =>
    void modelOf(sessions)
      .load()
      .catch(() => undefined);
  const keepFocus = (): void => void requestAnimationFrame(() => heading.current?.focus());
  if (user === undefined) return null;
  const list = { sessions, reload, onEnded: keepFocus };
  return (
    <Stack gap="lg" className="account-page">
      <Title order={1} size="h2" ref={heading} tabIndex={-1}>
        Account
      </Title>
      <ProfileSection user={user} />
      <PasswordSection email={user.email} onChanged={reload} />
      <SessionsSection {...list} />
      <TokensSection {...list} />
    </Stack>
  );
};
