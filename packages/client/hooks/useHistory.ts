import { History, type IHistoryEntry } from '@myapp/core/entities/history';
import { useCallback, useEffect, useRef, useState } from 'react';
import { errorFrom, type ReactiveError } from 'reactive/errors';
import type { ListSpecs } from 'reactive/query';
import { modelOf, useItems, useScope } from 'reactive/react';
import type { Scope } from 'reactive/registry';
import {
  AuditBrowserProvider,
  HistoryBrowserProvider,
  loadActivity,
  loadAsOf,
} from '../providers/history.provider';
import { useTopic } from './useRealtime';

/** A list of what happened, and how it is brought up to date. */
export interface LiveHistory {
  readonly history: History;
  /** Loads what is shown again. Failures stand in `history.error`. */
  readonly reload: () => Promise<void>;
}

/** What a page of the API may have. */
const MOST = 100;

/** Calls `reload` whenever the page is looked at again. */
function useReturn(reload: () => Promise<void>): void {
  useEffect(() => {
    const look = (): void => {
      if (document.visibilityState === 'visible') void reload();
    };
    window.addEventListener('focus', look);
    document.addEventListener('visibilitychange', look);
    return () => {
      window.removeEventListener('focus', look);
      document.removeEventListener('visibilitychange', look);
    };
  }, [reload]);
}

type Provider = typeof AuditBrowserProvider;
type Specs = ListSpecs<IHistoryEntry> & { readonly limit: number };

/**
 * Brings a list up to date that shows more than a page may have: the latest are loaded beside it, and come in by
 * themselves. Where some between them and what is shown are missing, it begins anew.
 */
async function addLatest(
  history: History,
  specs: Specs,
  from: { provider: Provider; scope: Scope },
): Promise<void> {
  const latest = from.scope.run(() => new History({ provider: from.provider }));
  const shown = new Set(history.items.map(({ id }) => id));
  try {
    await latest.load({ ...specs, limit: MOST });
    if (!latest.items.some(({ id }) => shown.has(id))) await history.load({ ...specs, limit: MOST });
  } finally {
    latest.dispose();
  }
}

function useLiveHistory(
  provider: Provider,
  { topic, ...specs }: Specs & { readonly topic: string },
): LiveHistory {
  const shown = useItems(History, { provider }, specs);
  const history = modelOf(shown);
  const scope = useScope();
  const latest = useRef(specs);
  useEffect(() => {
    latest.current = specs;
  });
  const reload = useCallback(async () => {
    // As many as are shown: who has gone on to older ones keeps them.
    const limit = Math.max(latest.current.limit, history.size);
    const loading: Promise<unknown> =
      limit > MOST
        ? addLatest(history, latest.current, { provider, scope })
        : history.load({ ...latest.current, limit });
    await loading.then(
      () => undefined,
      () => undefined,
    );
  }, [history, provider, scope]);
  useReturn(reload);
  useTopic(topic, reload);
  return { history: shown, reload };
}

/**
 * What happened to the account of a user, the latest first, loaded from the REST API of this origin, and again when
 * something has happened. It never suspends: `fetched`, `fetching` and `error` tell where it stands; `loadNext()` goes
 * on to what is older.
 *
 * @example
 * const { history } = useHistory(ada.id);
 * return <ol>{history.items.map(({ localKey, type }) => <li key={localKey}>{type}</li>)}</ol>;
 */
export const useHistory = (userId: string, limit = 25): LiveHistory =>
  useLiveHistory(HistoryBrowserProvider, {
    where: { userId },
    orderBy: { version: 'desc' },
    limit,
    topic: `history:${userId}`,
  });

/** What happened to all accounts, the latest first; for admins. As {@link useHistory} otherwise. */
export const useAudit = (where: ListSpecs<IHistoryEntry>['where'], limit = 50): LiveHistory =>
  useLiveHistory(AuditBrowserProvider, {
    ...(where && { where }),
    orderBy: [{ at: 'desc' }, { userId: 'asc' }, { version: 'desc' }],
    limit,
    topic: 'history',
  });

/** What was asked for once: there, on its way, or failed. What was there before stays until the next has come. */
export interface Loaded<T> {
  readonly data: T | undefined;
  readonly error: ReactiveError | undefined;
  readonly retry: () => void;
}

function useLoaded<T>(load: (signal: AbortSignal) => Promise<T>, keys: readonly unknown[]): Loaded<T> {
  const [state, setState] = useState<{ data?: T; error?: ReactiveError }>({});
  const [attempt, setAttempt] = useState(0);
  useEffect(() => {
    const controller = new AbortController();
    const { signal } = controller;
    load(signal).then(
      (data) => signal.aborted || setState({ data }),
      (error: unknown) => signal.aborted || setState({ error: errorFrom(error) }),
    );
    return () => controller.abort();
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- what is loaded is decided by the keys
  }, [...keys, attempt]);
  return { data: state.data, error: state.error, retry: () => setAttempt((count) => count + 1) };
}

/**
 * A user as it was after so many events.
 *
 * @example
 * const { data } = useAsOf(ada.id, 3);
 * return data ? <p>{data.account.name}</p> : <Loader />;
 */
export const useAsOf = (userId: string, version: number) =>
  useLoaded((signal) => loadAsOf(userId, version, { signal }), [userId, version]);

/**
 * How much happened to a user, loaded again when more `events` are known to have happened.
 *
 * @example
 * const { data } = useActivity(ada.id, latest.version);
 * return data ? <p>{data.changes} changes</p> : null;
 */
export const useActivity = (userId: string, events: number) =>
  useLoaded((signal) => loadActivity(userId, { events, signal }), [userId, events]);
