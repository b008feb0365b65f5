// @vitest-environment happy-dom
import { type IUser, User } from '@myapp/core/entities/user';
import { act, StrictMode, Suspense } from 'react';
import { createRoot } from 'react-dom/client';
import { ScopeProvider } from 'reactive/react';
import { Scope } from 'reactive/registry';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { useUser, useUsers } from './useUser';

const ada: IUser = {
  id: '0190c6e4-7b5a-7cc2-9f4e-2f1c3a5b7d90',
  name: 'Ada Lovelace',
  email: 'ada@example.org',
  role: 'user',
  status: 'active',
  createdAt: new Date('2026-01-02T03:04:05Z'),
  updatedAt: new Date('2026-01-02T03:04:05Z'),
  version: 1,
};

/** What the API answers, by method and address. */
let answers: Record<string, unknown>;
let asked: string[];
let scope: Scope;

const answer = (input: string | URL, init?: RequestInit): Promise<Response> => {
  const { pathname, search } = new URL(String(input), location.href);
  const request = `${init?.method ?? 'GET'} ${pathname}${decodeURIComponent(search)}`;
  asked.push(request);
  return Promise.resolve(Response.json(answers[request] ?? null, { status: request in answers ? 200 : 404 }));
};

const Profile = ({ id }: { id: string }) => {
  const user = useUser(id);
  return `${user.name}${user.isAdmin ? ' ★' : ''}, ${user.createdAt.getUTCFullYear()}`;
};

const List = ({ having: role }: { having: IUser['role'] }) => {
  const users = useUsers({ where: { role }, orderBy: { name: 'asc' } });
  return users.fetched ? `${users.items.map(({ name }) => name).join()} of ${users.getTotal()}` : 'loading';
};

const show = async (node: React.ReactNode) => {
  const element = document.createElement('div');
  const root = createRoot(element);
  await act(async () =>
    root.render(
      <StrictMode>
        <ScopeProvider scope={scope}>
          <Suspense fallback="loading">{node}</Suspense>
        </ScopeProvider>
      </StrictMode>,
    ),
  );
  return element;
};

beforeEach(() => {
  vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', true);
  vi.stubGlobal('fetch', answer);
  location.href = 'http://localhost:3000/';
  scope = new Scope();
  asked = [];
  answers = {
    [`GET /api/users/${ada.id}`]: ada,
    'GET /api/users?role=user&orderBy={"name":"asc"}': { items: [ada], total: 1, next: null },
  };
});
afterEach(() => {
  scope.dispose();
  vi.unstubAllGlobals();
});

describe('useUser', () => {
  it('shows a user of the API, dates as dates, and follows it', async () => {
    const element = await show(<Profile id={ada.id} />);
    expect(element.textContent).toBe('Ada Lovelace, 2026');
    expect(asked).toEqual([`GET /api/users/${ada.id}`]);
    await act(async () => void scope.run(() => new User({ id: ada.id })).set({ role: 'admin' }));
    expect(element.textContent).toBe('Ada Lovelace ★, 2026');
  });
});

describe('useUsers', () => {
  it('lists users of the API, and follows what is published here', async () => {
    const element = await show(<List having="user" />);
    expect(element.textContent).toBe('Ada Lovelace of 1');
    await act(async () => void scope.run(() => new User({ id: ada.id })).set({ name: 'Ada King' }));
    expect(element.textContent).toBe('Ada King of 1');
    await act(async () => void scope.run(() => new User({ id: ada.id })).set({ role: 'admin' }));
    expect(element.textContent).toBe(' of 0');
  });
});
