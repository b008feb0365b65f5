import { Container, Group, Text } from '@mantine/core';
import { Redirect, Route, Switch } from 'wouter';
import { ColorSchemeToggle } from './color-scheme-toggle';
import { CrashBoundary } from './crash-boundary';
import { useKeptFocus } from './kept-focus';
import { NothingHere } from './nothing-here';
import { MENUS } from './theme';
import { UsersPage } from './users/users-page';

/** The frame of every page: the skip link, the header, and the page that the address names. */
export const App = () => {
  useKeptFocus();
  return (
    <>
      <a className="skip-link" href="#main">
        Skip to content
      </a>
      <header className="app-header">
        <Container size="lg" className="app-header-inner">
          <Group gap="sm">
            <img src="/favicon.svg" alt="" width={28} height={28} />
            <Text fw={650}>Reactive</Text>
          </Group>
          <ColorSchemeToggle />
        </Container>
      </header>
      <Container component="main" id="main" tabIndex={-1} size="lg" className="app-main">
        <CrashBoundary>
          <Switch>
            <Route path="/">
              <Redirect to="/users" replace />
            </Route>
            <Route path="/users/:id?">{({ id }) => <UsersPage opened={id} />}</Route>
            <Route>
              <NothingHere />
            </Route>
          </Switch>
        </CrashBoundary>
        <div id={MENUS} />
      </Container>
    </>
  );
};
