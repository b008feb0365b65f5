import { currentActor } from '@myapp/core/policies';
import { type LimitStore, openLimitStore } from '@myapp/server/limits';
import type { Logger } from 'pino';
import type { Limits } from '../app';
import type { Config } from '../config';
import { watchLoop } from './event-loop';

const MINUTE = 60;

/** Limits that watch and count until they are closed. */
export interface OpenLimits extends Limits {
  /** Where the counts are, for others that count. */
  readonly store: LimitStore;
  close(): Promise<void>;
}

function signedIn(): string | undefined {
  const actor = currentActor();
  return typeof actor === 'object' ? actor.id : undefined;
}

/** What this process counts, and where: see the decision record on limits and overload. */
export async function openLimits(
  { rateLimits, redisUrl, databaseUrl }: Config,
  log: Logger,
): Promise<OpenLimits> {
  const store = await openLimitStore({
    redisUrl,
    databaseUrl,
    report: (err) =>
      log.warn({ err }, 'the store of counts is down: until it is back, this process counts alone'),
  });
  const loop = watchLoop();
  return {
    store,
    perAddress: store.limiter({ name: 'address', points: rateLimits.address, seconds: MINUTE }),
    perAccount: store.limiter({ name: 'account', points: rateLimits.account, seconds: MINUTE }),
    accountOf: signedIn,
    lateness: loop.lateness,
    async close() {
      loop.stop();
      await store.close();
    },
  };
}
