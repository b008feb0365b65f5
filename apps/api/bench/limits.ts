import { currentActor } from '@myapp/core/policies';
import { openLimitStore } from '@myapp/server/limits';
import type { Limits } from '../app';
import { watchLoop } from '../limits/event-loop';

/** More than are sent: what is measured is what counting costs, not what refusing does. */
const NEVER_REACHED = { points: 1_000_000_000, seconds: 60 };

/** Limits as they are served with, counted in memory. */
export async function openLimits(): Promise<Limits> {
  const store = await openLimitStore({});
  const loop = watchLoop();
  return {
    perAddress: store.limiter({ name: 'address', ...NEVER_REACHED }),
    perAccount: store.limiter({ name: 'account', ...NEVER_REACHED }),
    accountOf() {
      const actor = currentActor();
      return typeof actor === 'object' ? actor.id : undefined;
    },
    // Watched as ever, but a machine that others use as well makes everybody late.
    lateness: () => Math.min(loop.lateness(), 0),
  };
}
