import type { LimitStore } from '../limits/limit-store';
import { signInLimit } from '../limits/sign-in-limit';
import type { AccountLimits } from './account.routes';

const HOUR = 3600;

/** The limits on what strangers may try with accounts; processes that share the store share them. */
export function accountLimits(store: LimitStore): AccountLimits {
  return {
    signIn: signInLimit(store),
    network: store.limiter({ name: 'accounts network', points: 100, seconds: HOUR }),
    mail: store.limiter({ name: 'accounts mail', points: 5, seconds: HOUR }),
  };
}
