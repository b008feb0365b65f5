import { Container, Group, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useSession } from '@myapp/client/hooks/useSession';
import { lazy, type ReactNode, Suspense, useEffect } from 'react';
import { modelOf } from 'reactive/react';
import { Redirect, Route, Switch, useSearch } from 'wouter';
import { AccountMenu } from './account/account-menu';
import { returnAddress } from './account/return-address';
import { SignedInOnly, SignedOutOnly } from './account/signed-in-only';
import { Waiting } from './account/waiting';
import { Announcer } from './announcer';
import { ColorSchemeToggle } from './color-scheme-toggle';
import { CrashBoundary } from './crash-boundary';
import { useKeptEdits } from './kept-edits';
import { useKeptFocus } from './kept-focus';
import { useKeptScroll } from './kept-scroll';
import { Navigation } from './navigation';
import { NothingHere } from './nothing-here';
import { MENUS } from './theme';
import { desk } from './users/editing-desk';
import { UsersPage } from './users/users-page';

// Nobody needs all of these pages.
const AuditPage = lazy(async () => ({ default: (await import('./history/audit-page')).AuditPage }));
const HistoryPage = lazy(async () => ({ default: (await import('./history/history-page')).HistoryPage }));
const AccountPage = lazy(async () => ({ default: (await import('./account/account-page')).AccountPage }));
const RoomsPage = lazy(async () => ({ default: (await import('./rooms/rooms-page')).RoomsPage }));
const RoomPage = lazy(async () => ({ default: (await import('./rooms/room-page')).RoomPage }));
const JobsPage = lazy(async () => ({ default: (await import('./jobs/jobs-page')).JobsPage }));
const SignInPage = lazy(async () => ({ default: (await import('./account/sign-in-page')).SignInPage }));
const SignUpPage = lazy(async () => ({ default: (await import('./account/sign-up-page')).SignUpPage }));
const ForgotPasswordPage = lazy(async () => ({
  default: (await import('./account/forgot-password-page')).ForgotPasswordPage,
}));
const ResetPasswordPage = lazy(async () => ({
  default: (await import('./account/reset-password-page')).ResetPasswordPage,
}));
const ConfirmAddressPage = lazy(async () => ({
  default: (await import('./account/confirm-address-page')).ConfirmAddressPage,
}));

/** What somebody typed and was told is not for the one after them. */
const useForgetting = (): void => {
  const session = modelOf(useSession());
  useEffect(
    () =>
      session.on('forget', () => {
        desk.clear();
        notifications.clean();
      }),
    [session],
  );
};

/** The pages for who is signed in, by address. */
const PAGES: readonly (readonly [path: string, page: (id: string | undefined) => ReactNode])[] = [
  ['/users/:id/history', (id = '') => <HistoryPage key={id} userId={id} />],
  ['/users/:id?', (id) => <UsersPage opened={id} />],
  ['/rooms/:id?', (id) => (id === undefined ? <RoomsPage /> : <RoomPage key={id} id={id} />)],
  ['/jobs', () => <JobsPage />],
  ['/audit', () => <AuditPage />],
  ['/account', () => <AccountPage />],
];

/** Those for who is not, who then goes on to where they wanted to go. */
const SIGNING = [
  ['/sign-in', <SignInPage key="in" />],
  ['/sign-up', <SignUpPage key="up" />],
] as const;

const Pages = () => {
  const back = returnAddress(useSearch());
  return (
    <Switch>
      <Route path="/">
        <Redirect to="/users" replace />
      </Route>
      {PAGES.map(([path, page]) => (
        <Route key={path} path={path}>
          {({ id }: { readonly id?: string }) => <SignedInOnly>{page(id)}</SignedInOnly>}
        </Route>
      ))}
      {SIGNING.map(([path, page]) => (
        <Route key={path} path={path}>
          <SignedOutOnly back={back}>{page}</SignedOutOnly>
        </Route>
      ))}
      <Route path="/forgot-password">
        <ForgotPasswordPage />
      </Route>
      <Route path="/reset-password">
        <ResetPasswordPage />
      </Route>
      <Route path="/confirm-address">
        <ConfirmAddressPage />
      </Route>
      <Route>
        <NothingHere />
      </Route>
    </Switch>
  );
};

/** The frame of every page: the skip link, the header, and the page that the address names. */
export const App = () => {
  useKeptFocus();
  useKeptScroll();
  useForgetting();
  useKeptEdits();
  return (
    <>
      <Announcer />
      <a className="skip-link" href="#main">
        Skip to content
      </a>
      <header className="app-header">
        <Container size="lg" className="app-header-inner">
          <Group gap="sm">
            <img src="/favicon.svg" alt="" width={28} height={28} className="app-logo" />
            <Text fw={650} className="app-name">
              Reactive
            </Text>
          </Group>
          <Navigation />
          <Group gap="xs" wrap="nowrap">
            <ColorSchemeToggle />
            <AccountMenu />
          </Group>
        </Container>
      </header>
      <Container component="main" id="main" tabIndex={-1} size="lg" className="app-main">
        <CrashBoundary>
          <Suspense fallback={<Waiting />}>
            <Pages />
          </Suspense>
        </CrashBoundary>
        <div id={MENUS} />
      </Container>
    </>
  );
};
