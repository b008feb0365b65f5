// @vitest-environment happy-dom
import type { StoredJob } from '@myapp/core/jobs';
import { act, Suspense, useEffect } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { modelOf, ScopeProvider } from 'reactive/react';
import { Scope } from 'reactive/registry';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { signalJobs } from '../jobs/follow';
import { useJob, useJobs } from './useJob';

const ID = '0190c6e4-7b5a-7cc2-9f4e-2f1c3a5b7d90';
const AT = '2026-11-27T00:00:00.000Z';

let row: Record<keyof StoredJob, unknown> & { progress: number };
let asked: string[];
let root: Root;

const answer = async (input: string | URL): Promise<Response> => {
  const { pathname } = new URL(String(input), location.href);
  if (pathname.startsWith('/api/jobs')) asked.push(pathname); // beside who is signed in, which a socket asks
  const body = pathname === '/api/jobs' ? { items: [row], total: 1, next: null } : row;
  return Response.json(body);
};

const show = async (node: React.ReactNode): Promise<HTMLElement> => {
  const element = document.createElement('div');
  root = createRoot(element);
  await act(async () =>
    root.render(
      <ScopeProvider scope={new Scope()}>
        <Suspense fallback="loading">{node}</Suspense>
      </ScopeProvider>,
    ),
  );
  return element;
};

const pass = (milliseconds: number): Promise<void> =>
  act(() => vi.advanceTimersByTimeAsync(milliseconds).then(() => {}));

const gotOn = (values: Partial<Record<keyof StoredJob, unknown>>): void => {
  row = { ...row, ...values, version: Number(row.version) + 1 };
};

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', true);
  vi.stubGlobal('fetch', answer);
  asked = [];
  row = {
    id: ID,
    type: 'import-users',
    label: 'people.csv',
    status: 'running',
    totalItems: 200,
    processedItems: 50,
    createdItems: 50,
    updatedItems: 0,
    unchangedItems: 0,
    refusedItems: 0,
    error: null,
    cancelling: false,
    startedBy: 'ada',
    attempt: 1,
    createdAt: AT,
    startedAt: AT,
    resumedAt: AT,
    resumedItems: 0,
    updatedAt: '2026-11-27T00:00:05.000Z',
    finishedAt: null,
    version: 3,
    progress: 25,
  };
});
afterEach(async () => {
  await act(async () => root.unmount());
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const Progress = () => {
  const job = useJob(ID);
  return `${job.status} ${job.progress} % ${job.itemsPerSecond}/s ${job.secondsLeft} s`;
};

describe('useJob', () => {
  it('follows a job until it is over', async () => {
    const page = await show(<Progress />);
    expect(page.textContent).toBe('running 25 % 10/s 15 s');
    gotOn({ processedItems: 100, updatedAt: '2026-11-27T00:00:10.000Z' });
    await pass(800);
    expect(page.textContent).toBe('running 50 % 10/s 10 s');
    gotOn({ processedItems: 200, status: 'completed', updatedAt: '2026-11-27T00:00:20.000Z' });
    await pass(800);
    expect(page.textContent).toBe('completed 100 % 10/s undefined s');
    const looks = asked.length;
    await pass(60_000);
    expect(asked.length).toBe(looks);
  });

  it('asks seldom for what does not move, and at once when it is told that something has', async () => {
    const page = await show(<Progress />);
    await pass(60_000);
    expect(asked.length).toBeLessThan(16);
    const looks = asked.length;
    gotOn({ processedItems: 150 });
    await act(async () => signalJobs());
    expect([asked.length, page.textContent]).toEqual([looks + 1, expect.stringContaining('75 %')]);
  });

  it('asks for nothing when it is gone, or nobody looks', async () => {
    await show(<Progress />);
    vi.spyOn(document, 'visibilityState', 'get').mockReturnValue('hidden');
    await act(async () => void document.dispatchEvent(new Event('visibilitychange')));
    const looks = asked.length;
    await pass(60_000);
    expect(asked.length).toBe(looks);
    vi.restoreAllMocks();
    await act(async () => void document.dispatchEvent(new Event('visibilitychange')));
    expect(asked.length).toBe(looks + 1);
    await act(async () => root.unmount());
    await pass(60_000);
    expect(asked.length).toBe(looks + 1);
  });
});

describe('useJobs', () => {
  it('follows all of them', async () => {
    const List = () =>
      useJobs({ orderBy: { createdAt: 'desc' } })
        .items.map(({ progress }) => `${progress} %`)
        .join();
    const page = await show(<List />);
    expect(page.textContent).toBe('25 %');
    gotOn({ processedItems: 100 });
    await pass(800);
    expect(page.textContent).toBe('50 %');
  });

  it('keeps what was shown further down, and follows it too', async () => {
    const rows = [3, 2, 1].map((n) => ({
      ...row,
      id: ID.replace(/0$/, String(n)),
      label: `file ${n}`,
      createdAt: `2026-11-27T00:00:0${n}.000Z`,
    }));
    const paged = async (input: string | URL): Promise<Response> => {
      const { pathname, searchParams } = new URL(String(input), location.href);
      if (pathname !== '/api/jobs') return Response.json(rows.find(({ id }) => pathname.endsWith(id)));
      const limit = Number(searchParams.get('limit'));
      const from = searchParams.has('next') ? 2 : 0;
      // A page that is longer than was asked for the first time, and yet leaves out the last job.
      const items = rows.slice(from, from + Math.min(limit, 2));
      return Response.json({ items, total: rows.length, next: from === 0 ? 'two' : null });
    };
    vi.stubGlobal('fetch', paged);
    const older = { load: (): Promise<unknown> => Promise.reject(new Error('Nothing is shown.')) };
    const List = () => {
      const jobs = useJobs({ orderBy: { createdAt: 'desc' }, limit: 2 });
      useEffect(() => {
        older.load = () => modelOf(jobs).loadNext();
      }, [jobs]);
      return jobs.items.map(({ label, processedItems }) => `${label} ${processedItems}`).join();
    };
    const page = await show(<List />);
    expect(page.textContent).toBe('file 3 50,file 2 50');
    await act(async () => void (await older.load()));
    expect(page.textContent).toBe('file 3 50,file 2 50,file 1 50');
    for (const [at, each] of rows.entries()) rows[at] = { ...each, processedItems: 60, version: 9 };
    await pass(2_000);
    expect(page.textContent).toBe('file 3 60,file 2 60,file 1 60');
  });
});
