import type { IncomingMessage } from 'node:http';
import { networkOf, type RateLimiter } from '@myapp/server/limits';
import type { Admit } from '@myapp/server/realtime';
import proxyAddress from 'proxy-addr';
import { UnavailableError } from 'reactive/errors';
import { requireLoopback } from './loopback-only';
import { hostGuard, type KnownHosts } from './origins/known-hosts';
import { originGuard, type TrustedOrigins } from './origins/trusted-origins';

/** What is asked before there is a socket, as it is asked of requests. */
export interface SocketGate {
  readonly origins: TrustedOrigins & KnownHosts;
  readonly trustedProxies: readonly string[];
  readonly demo: boolean;
  readonly perAddress: RateLimiter;
  readonly stopping: () => boolean;
}

/** Whose requests open sockets: an upgrade passes by the app and what it asks, so it is asked the same here. */
export function socketGate({ origins, trustedProxies, demo, perAddress, stopping }: SocketGate): {
  readonly admit: Admit;
  readonly addressOf: (request: IncomingMessage) => string | undefined;
} {
  const requireTrusted = originGuard(origins);
  const refusalOfHost = hostGuard(origins);
  const isTrustedProxy = proxyAddress.compile([...trustedProxies]);
  const addressOf = (request: IncomingMessage): string | undefined => proxyAddress(request, isTrustedProxy);
  return {
    addressOf,
    async admit(request) {
      if (stopping()) throw new UnavailableError('The server is stopping');
      if (demo) requireLoopback(request.headers);
      const refusal = refusalOfHost(request.headers);
      if (refusal) throw refusal;
      requireTrusted(request.headers);
      await perAddress.consume(networkOf(addressOf(request)));
    },
  };
}
