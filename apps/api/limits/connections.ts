import type { Server } from 'node:http';
import { BlockList, isIPv6 } from 'node:net';
import { networkOf } from '@myapp/server/limits';

/** How many connections may be open at once. */
export interface ConnectionLimits {
  readonly total: number;
  /** Of one client. */
  readonly client: number;
}

/** A browser has six; an office behind one address has many. Each costs a few kilobytes. */
export const connectionLimits: ConnectionLimits = { total: 10_000, client: 1000 };

const family = (address: string) => (isIPv6(address) ? 'ipv6' : 'ipv4');

function listOf(networks: readonly string[]): BlockList {
  const list = new BlockList();
  for (const network of networks) {
    const [address = '', bits] = network.split('/');
    if (bits === undefined) list.addAddress(address, family(address));
    else list.addSubnet(address, Number(bits), family(address));
  }
  return list;
}

/**
 * Closes connections past a limit at once, so that nobody who holds them open, one by one in time, keeps others out.
 * A proxy that is trusted holds those of many.
 */
export function limitConnections(
  server: Server,
  { total, client }: ConnectionLimits,
  trustedProxies: readonly string[],
): void {
  const proxies = listOf(trustedProxies);
  const open = new Map<string, number>();
  server.maxConnections = total;
  server.on('connection', (socket) => {
    const { remoteAddress } = socket;
    if (remoteAddress !== undefined && proxies.check(remoteAddress, family(remoteAddress))) return;
    const network = networkOf(remoteAddress);
    const own = (open.get(network) ?? 0) + 1;
    if (own > client) {
      socket.destroy();
      return;
    }
    open.set(network, own);
    socket.once('close', () => {
      const left = (open.get(network) ?? 1) - 1;
      if (left > 0) open.set(network, left);
      else open.delete(network);
    });
  });
}
