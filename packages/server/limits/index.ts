export { networkOf } from './client-network';
export { type LimitStore, type LimitStoreOptions, openLimitStore } from './limit-store';
export type { RateLimit, RateLimiter } from './rate-limiter';
export { type SignInAttempt, type SignInLimit, signInFigures, signInLimit } from './sign-in-limit';
