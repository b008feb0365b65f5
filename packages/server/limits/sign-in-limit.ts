import { createHash } from 'node:crypto';
import { networkOf } from './client-network';
import type { LimitStore } from './limit-store';

const QUARTER_OF_AN_HOUR = 900;

/** How many attempts may fail in a quarter of an hour. */
export const signInFigures = {
  /** For one account, from one network: somebody who has forgotten a password. */
  pair: 5,
  /** For one account, wherever they come from: somebody who changes the address with each guess. */
  account: 20,
  /** From one network, for whatever accounts: somebody who tries one password on everybody. */
  network: 100,
} as const;

/** Somebody tries to sign in. */
export interface SignInAttempt {
  /** The address of the client, as `req.ip` has it. */
  readonly address: string | undefined;
  /** What was given for the account, known or not: an e-mail address. */
  readonly account: string;
}

/** Limits guesses of passwords. */
export interface SignInLimit {
  /**
   * Counts an attempt; to be called before the password is looked at, so that guesses sent at once count too.
   *
   * @throws RateLimitedError past a limit, alike for known and unknown accounts
   */
  attempt(attempt: SignInAttempt): Promise<void>;
  /** The password was right: this one was no guess. */
  succeeded(attempt: SignInAttempt): Promise<void>;
}

/**
 * What an account is counted under, by the e-mail address that was given for it: of one length whatever was sent, and no
 * address of a person in the store.
 */
export function accountKey(account: string): string {
  return createHash('sha256').update(account.trim().toLowerCase()).digest('base64url');
}

/**
 * The limit on signing in; the same for whatever else checks a password.
 *
 * @example
 * const limit = signInLimit(store);
 * await limit.attempt({ address: req.ip, account: email });
 * const session = await signIn(email, password);
 * await limit.succeeded({ address: req.ip, account: email });
 */
export function signInLimit(store: LimitStore, figures = signInFigures): SignInLimit {
  const of = (name: keyof typeof signInFigures) =>
    store.limiter({ name: `sign-in ${name}`, points: figures[name], seconds: QUARTER_OF_AN_HOUR });
  const [pair, perAccount, perNetwork] = [of('pair'), of('account'), of('network')];
  const keysOf = ({ address, account }: SignInAttempt): [network: string, account: string] => [
    networkOf(address),
    accountKey(account),
  ];
  return {
    async attempt(given) {
      const [network, account] = keysOf(given);
      await perNetwork.consume(network);
      await pair.consume(`${network} ${account}`);
      await perAccount.consume(account);
    },
    async succeeded(given) {
      const [network, account] = keysOf(given);
      await Promise.all([
        pair.forget(`${network} ${account}`),
        perAccount.giveBack(account),
        perNetwork.giveBack(network),
      ]);
    },
  };
}
