// @vitest-environment happy-dom
import { act, Suspense } from 'react';
import { createRoot } from 'react-dom/client';
import { ScopeProvider } from 'reactive/react';
import { Scope } from 'reactive/registry';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { sessionOf } from '../session';
import { AccountServer, person } from '../session/server.fixture';
import { useSession } from './useSession';
import { useUser } from './useUser';

const ada = person('Ada', { role: 'admin' });
const grace = person('Grace');

let scope: Scope;
let server: AccountServer;

const Profile = ({ id }: { id: string }) => {
  const user = useUser(id);
  return `${user.name} <${user.email ?? 'hidden'}>`;
};

const Page = () => {
  const { state, user } = useSession();
  if (state === 'loading') return 'loading';
  if (user === undefined) return 'nobody';
  return (
    <>
      {user.name} sees <Profile id={ada.id} />
    </>
  );
};

beforeEach(() => {
  vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', true);
  location.href = 'http://localhost:3000/';
  server = new AccountServer([ada, grace]);
  vi.stubGlobal('fetch', server.fetch);
  scope = new Scope();
});
afterEach(() => {
  scope.dispose();
  vi.unstubAllGlobals();
});

it('shows who is signed in, and to the next one nothing that only the one before may see', async () => {
  const element = document.createElement('div');
  const root = createRoot(element);
  await act(async () =>
    root.render(
      <ScopeProvider scope={scope}>
        <Suspense fallback="…">
          <Page />
        </Suspense>
      </ScopeProvider>,
    ),
  );
  expect(element.textContent).toBe('nobody');
  const session = sessionOf(scope);
  const enter = ({ email }: { email: string }) =>
    act(() => session.signIn({ email, password: 'difference engine', rememberMe: true }));
  await enter(ada);
  expect(element.textContent).toBe('Ada sees Ada <ada@example.org>');
  await act(() => session.signOut());
  expect(element.textContent).toBe('nobody');
  await enter(grace);
  expect(element.textContent).toBe('Grace sees Ada <hidden>');
  await act(async () => root.unmount());
});
