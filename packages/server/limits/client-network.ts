import { isIP } from 'node:net';
import ipaddr, { type IPv6 } from 'ipaddr.js';

/** What an IPv6 customer gets of its provider at least: whoever has one address of it has all. */
const GROUPS = 4;

/**
 * The network that a client is counted under: an IPv4 address for itself, however it is written, and an IPv6 address
 * under its /64, within which a client may take as many addresses as it likes. What is no address counts as one
 * client, so that no spelling is a way around a limit.
 *
 * @example
 * networkOf('::ffff:192.0.2.7'); // '192.0.2.7'
 * networkOf('2001:db8:1:2:3:4:5:6'); // '2001:db8:1:2::/64'
 */
export function networkOf(address: string | undefined): string {
  const [text = ''] = (address ?? '').split('%'); // the name of an interface
  if (isIP(text) === 0) return 'unknown';
  const parsed = ipaddr.process(text);
  if (parsed.kind() === 'ipv4') return parsed.toString();
  const groups = (parsed as IPv6).parts.slice(0, GROUPS); // its kind says so
  return `${groups.map((group) => group.toString(16)).join(':')}::/64`;
}
