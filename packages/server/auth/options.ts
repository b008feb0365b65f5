import type { Outbox } from '../mail/outbox';

/** How accounts are kept. */
export interface AccountOptions {
  /** Signs cookies and tokens; whoever knows it can be anybody. At least 32 characters. */
  readonly secret: string;
  /** Whether people open the page over https: then cookies are sent over nothing else. */
  readonly https: boolean;
  /** Where people open the page, for the links in messages: `https://app.example.org`. Asked for when one is sent. */
  readonly pageUrl: () => string;
  /** Takes the messages. */
  readonly outbox: Outbox;
  /** Whether an address must be proven before its owner can sign in; asks for a mail server that reaches people. */
  readonly proveAddresses: boolean;
  /** Whether anybody may open an account; without, only who was invited. */
  readonly openSignUp: boolean;
}

/** Seconds. */
export const LIFETIMES = {
  /** From the sign-in, however much it is used: a stolen one ends, and no read has to write. */
  session: 14 * 24 * 3600,
  passwordReset: 3600,
  emailProof: 3600,
  invitation: 3 * 24 * 3600,
} as const;

/** A page to which a message links. The token stands behind `#`, so that it reaches no log and no other site. */
export function linkTo({ pageUrl }: Pick<AccountOptions, 'pageUrl'>, page: string, token?: string): string {
  const url = new URL(page, pageUrl());
  if (token !== undefined) url.hash = `token=${encodeURIComponent(token)}`;
  return url.href;
}
