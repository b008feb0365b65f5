import { StateError } from '../../errors';
import { nextTicket } from '../../registry/ticket';
import type { ItemId, ItemProvider } from './types';

/** An entity of whatever data, as far as looking it up goes. */
interface Identified {
  readonly id: ItemId;
}

/** One entity that a provider is to be asked for. */
export interface LookUp extends Identified {
  readonly type: unknown;
  readonly provider: ItemProvider<Identified>;
  /** Aborts when nobody waits for it any more; absent where somebody always will. */
  readonly signal: AbortSignal | undefined;
  /** A ticket: when the provider was asked; infinite until then. */
  askedAt: number;
}

interface Gathered extends LookUp {
  readonly resolve: (row: unknown) => void;
  readonly reject: (error: unknown) => void;
}

/** More are asked for in several calls. */
const MAX_BATCH = 100;

/** What was asked for in the running tick, by the store of an entity in a scope and the provider class. */
const gathering = new WeakMap<object, Map<unknown, Gathered[]>>();

/** Aborts when all of these have; absent where one of them never will. */
const allAborted = (signals: readonly (AbortSignal | undefined)[]): AbortSignal | undefined => {
  const controller = new AbortController();
  let open = signals.length;
  for (const signal of signals) {
    if (signal === undefined) return undefined;
    const close = (): void => {
      open--;
      if (open === 0) controller.abort(signal.reason);
    };
    signal.addEventListener('abort', close, { once: true });
  }
  return controller.signal;
};

const askOne = async ({ id, provider, signal }: LookUp): Promise<unknown> => provider.load?.(id, { signal });

const rowsById = (
  answer: unknown,
  ids: ReadonlySet<unknown>,
  { constructor }: object,
): Map<unknown, unknown> => {
  const rows = new Map<unknown, unknown>();
  for (const row of Array.isArray(answer) ? answer : [answer]) {
    const id: unknown = row?.id;
    if (!ids.has(id)) {
      throw new StateError(
        `loadMany() of ${constructor.name} must answer an array of rows, each with one of the ids that it was asked for; a row had the id ${JSON.stringify(id)}.`,
      );
    }
    rows.set(id, row);
  }
  return rows;
};

const askMany = async (lookUps: readonly Gathered[], provider: LookUp['provider']): Promise<void> => {
  const ids = new Set(lookUps.map(({ id }) => id));
  const signal = allAborted(lookUps.map((lookUp) => lookUp.signal));
  const rows = rowsById(await provider.loadMany?.([...ids], { signal }), ids, provider);
  for (const { id, resolve } of lookUps) resolve(rows.get(id));
};

const settle = async (lookUps: readonly Gathered[]): Promise<void> => {
  const [first, ...more] = lookUps;
  if (first === undefined) return;
  const ticket = nextTicket();
  for (const lookUp of lookUps) lookUp.askedAt = ticket;
  try {
    if (more.length > 0) await askMany(lookUps, first.provider);
    else first.resolve(await askOne(first));
  } catch (error) {
    for (const { reject } of lookUps) reject(error);
  }
};

const flush = (gathered: readonly Gathered[]): void => {
  const waiting = gathered.filter(({ signal }) => signal?.aborted !== true);
  const { batchSize = MAX_BATCH } = waiting[0]?.provider ?? {};
  const size = batchSize > 1 ? Math.min(MAX_BATCH, Math.floor(batchSize)) : 1;
  for (let at = 0; at < waiting.length; at += size) void settle(waiting.slice(at, at + size));
};

/**
 * Asks a provider for a row. Where it can look up many at once, those that are asked for in one tick of an entity's
 * store and a provider class go together: stores belong to one scope, so that no two users share a call.
 */
export const lookUp = (store: object, asked: LookUp): Promise<unknown> => {
  if (typeof asked.provider.loadMany !== 'function') {
    asked.askedAt = nextTicket();
    return askOne(asked);
  }
  return new Promise((resolve, reject) => {
    const byType = gathering.get(store) ?? new Map<unknown, Gathered[]>();
    gathering.set(store, byType);
    const gathered = byType.get(asked.type) ?? [];
    gathered.push(Object.assign(asked, { resolve, reject }));
    if (gathered.length > 1) return;
    byType.set(asked.type, gathered);
    queueMicrotask(() => {
      byType.delete(asked.type);
      flush(gathered);
    });
  });
};
