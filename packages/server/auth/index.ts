export { type AccountReply, Accounts, type SignedUp } from './accounts';
export type { Caller } from './caller';
export { DEMO_ACCOUNTS, findDemoAccount, seedDemoAccounts } from './demo-accounts';
export { type Ending, onEnding } from './endings';
export { appointFirstAdmin, hasAdmin } from './first-admin';
export type { AccountOptions } from './options';
export { type CreatedToken, type CurrentSession, type Described, Sessions, type SignedIn } from './sessions';
