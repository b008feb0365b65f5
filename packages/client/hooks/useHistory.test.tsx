// @vitest-environment happy-dom
import type { IHistoryEntry } from '@myapp/core/entities/history';
import { act, StrictMode } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { ScopeProvider } from 'reactive/react';
import { Scope } from 'reactive/registry';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type LiveHistory, useActivity, useAsOf, useAudit, useHistory } from './useHistory';

const entry = (version: number, type: IHistoryEntry['type'] = 'updated') => ({
  id: `e${version}`,
  userId: 'ada',
  userName: 'Ada',
  version,
  type,
  at: new Date(Date.UTC(2026, 10, 27, 10) + version * 1000).toISOString(),
  actor: 'system',
  actorName: null,
  requestId: null,
  data: {},
  personal: null,
});

/** What the API answers, by address; what it does not know fails. */
let answers: Record<string, unknown>;
let asked: string[];
let root: Root;
let element: HTMLElement;

const answer = (input: string | URL): Promise<Response> => {
  const { pathname, searchParams } = new URL(String(input), location.href);
  asked.push(`${pathname}?${[...searchParams].map(([name, value]) => `${name}=${value}`).join('&')}`);
  const status = pathname in answers ? 200 : 503;
  const known = answers[pathname] ?? { code: 'unavailable', status };
  return Promise.resolve(
    Response.json(typeof known === 'function' ? known(searchParams) : known, { status }),
  );
};

const page = (...entries: object[]) => ({ items: entries, total: entries.length, next: null });
const HISTORY = '/api/users/ada/history';

let live: LiveHistory;
const Shown = ({ live: given }: { live: LiveHistory }) => {
  live = given;
  const { items, fetched, error } = given.history;
  if (error) return `failed: ${error.code}`;
  return fetched ? items.map(({ version, type }) => `${version} ${type}`).join() : 'loading';
};
const Own = () => <Shown live={useHistory('ada', 2)} />;
const Audit = () => <Shown live={useAudit({ type: 'promoted' })} />;
const Past = ({ version }: { version: number }) => {
  const { data, error, retry } = useAsOf('ada', version);
  return (
    <button type="button" onClick={retry}>
      {error?.code ?? data?.account.name ?? 'loading'}
    </button>
  );
};
const Activity = ({ latest }: { latest: number }) => useActivity('ada', latest).data?.signIns ?? 'loading';

const render = (node: React.ReactNode) =>
  act(async () =>
    root.render(
      <StrictMode>
        <ScopeProvider scope={new Scope()}>{node}</ScopeProvider>
      </StrictMode>,
    ),
  );

beforeEach(() => {
  vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', true);
  vi.stubGlobal('fetch', answer);
  [answers, asked] = [{}, []];
  element = document.createElement('div');
  root = createRoot(element);
});
afterEach(async () => {
  await act(async () => root.unmount());
  vi.unstubAllGlobals();
});

describe('a history', () => {
  it('is loaded, the latest first, and again when the page is looked at or somebody says that it changed', async () => {
    answers[HISTORY] = page(entry(2, 'promoted'), entry(1, 'registered'));
    await render(<Own />);
    expect(element.textContent).toBe('2 promoted,1 registered');
    expect(asked[0]).toBe(`${HISTORY}?orderBy={"version":"desc"}&limit=2`);
    answers[HISTORY] = page(entry(3, 'demoted'), entry(2, 'promoted'));
    await act(async () => window.dispatchEvent(new Event('focus')));
    expect(element.textContent).toBe('3 demoted,2 promoted');
    answers[HISTORY] = page(entry(4, 'renamed'), entry(3, 'demoted'));
    await act(() => live.reload());
    expect(element.textContent).toBe('4 renamed,3 demoted');
  });

  it('keeps what was gone on to when it is loaded again', async () => {
    answers[HISTORY] = { ...page(entry(3), entry(2)), total: 3, next: 'cursor' };
    await render(<Own />);
    answers[HISTORY] = page(entry(1));
    await act(async () => void (await live.history.loadNext()));
    expect(element.textContent).toBe('3 updated,2 updated,1 updated');
    answers[HISTORY] = page(entry(4), entry(3), entry(2));
    await act(() => live.reload());
    expect(asked.at(-1)).toContain('limit=3');
  });

  describe('with more than a page may have', () => {
    /** So many have happened; the rest of a page comes by its cursor. */
    const happened = (latest: number) => {
      answers[HISTORY] = (asks: URLSearchParams) => {
        const first = Number(asks.get('next') ?? latest);
        const last = Math.max(first - Number(asks.get('limit')), 0);
        const items = versions(first, last + 1).map((version) => entry(version));
        return { items, total: latest, next: last === 0 ? null : String(last) };
      };
    };
    const versions = (from: number, to: number) =>
      Array.from({ length: from - to + 1 }, (_, at) => from - at);
    const shown = () => live.history.items.map(({ version }) => version);

    beforeEach(async () => {
      happened(103);
      await render(<Own />);
      while (live.history.hasMore) await act(async () => void (await live.history.loadNext()));
      if (shown().length !== 103) throw new Error(`${shown().length} of 103 are shown`);
      asked = [];
    });

    it('takes in what has come, and keeps the rest', async () => {
      happened(105);
      await act(() => live.reload());
      expect(shown()).toEqual(versions(105, 2)); // 52 pages of two
      expect(asked).toEqual([expect.stringContaining('limit=100')]);
      await act(async () => void (await live.history.loadNext()));
      expect(shown()).toEqual(versions(105, 1));
    });

    it('begins anew where more has come than that', async () => {
      happened(400);
      await act(() => live.reload());
      expect(shown()).toEqual(versions(400, 301));
    });
  });

  it('says that it can’t be loaded, and is loaded again', async () => {
    await render(<Own />);
    expect(element.textContent).toBe('failed: unavailable');
    answers[HISTORY] = page(entry(1, 'registered'));
    await act(() => live.reload());
    expect(element.textContent).toBe('1 registered');
  });

  it('listens to nothing any more once it is not shown', async () => {
    answers[HISTORY] = page();
    await render(<Own />);
    await render(null);
    const before = asked.length;
    await act(async () => window.dispatchEvent(new Event('focus')));
    expect(asked.length).toBe(before);
  });
});

it('the audit log is loaded by its filter', async () => {
  answers['/api/audit'] = page(entry(2, 'promoted'));
  await render(<Audit />);
  expect(element.textContent).toBe('2 promoted');
  expect(asked[0]).toContain('?type=promoted&orderBy=[{"at":"desc"}');
});

describe('a user as it was', () => {
  const account = {
    exists: true,
    name: 'Ada',
    email: 'a@b.org',
    role: 'user',
    status: 'active',
    rowVersion: 1,
  };
  const past = (version: number, name: string) => ({
    version,
    at: '2026-11-27T10:00:00Z',
    account: { ...account, name },
  });

  it('is loaded for each version, and again after a failure', async () => {
    answers['/api/users/ada/as-of'] = past(1, 'Ada');
    await render(<Past version={1} />);
    expect([element.textContent, asked.at(-1)]).toEqual(['Ada', '/api/users/ada/as-of?version=1']);
    answers = {};
    await render(<Past version={2} />);
    expect(element.textContent).toBe('unavailable');
    answers['/api/users/ada/as-of'] = past(2, 'Ada L.');
    await act(async () => element.querySelector('button')?.click());
    expect(element.textContent).toBe('Ada L.');
  });
});

it('the activity of a user is loaded as often as something happened', async () => {
  const nothing = { lastChangedAt: null, lastChangedBy: null, lastSignedInAt: null };
  answers['/api/users/ada/activity'] = { userId: 'ada', events: 2, changes: 1, signIns: 3, ...nothing };
  await render(<Activity latest={2} />);
  expect(element.textContent).toBe('3');
  answers['/api/users/ada/activity'] = { userId: 'ada', events: 3, changes: 1, signIns: 4, ...nothing };
  await render(<Activity latest={3} />);
  expect(element.textContent).toBe('4');
  // What is counted follows the history by a moment.
  await render(<Activity latest={4} />);
  expect(element.textContent).toBe('4');
  answers['/api/users/ada/activity'] = { userId: 'ada', events: 4, changes: 1, signIns: 5, ...nothing };
  const pause = () => act(() => new Promise((resolve) => setTimeout(resolve, 500)));
  await pause();
  expect(element.textContent).toBe('5');
  const before = asked.length;
  await pause();
  expect(asked.length).toBe(before);
});
