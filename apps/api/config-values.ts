import { isIP, isIPv4 } from 'node:net';
import { z } from 'zod';

/** Whether a host name or address is reached from this machine only. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || (isIPv4(host) && host.startsWith('127.'));
}

/** A whole number in decimal digits. */
export function wholeNumber(min: number, max: number) {
  const message = `must be a whole number from ${min} to ${max}`;
  return z
    .string()
    .regex(/^(0|[1-9]\d{0,8})$/, message)
    .transform(Number)
    .refine((value) => value >= min && value <= max, message);
}

/** An address of one of these schemes: `postgres:`. */
export function urlOf(schemes: readonly string[], message: string) {
  return z.string().refine((text) => URL.canParse(text) && schemes.includes(new URL(text).protocol), message);
}

function listOf(isOne: (entry: string) => boolean, message: string) {
  return z
    .string()
    .transform((text) => text.split(',').map((entry) => entry.trim()))
    .refine((entries) => entries.every(isOne), message);
}

function isOrigin(text: string): boolean {
  if (text.includes('*')) return false; // a host to the parser, a pattern to whoever writes it
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol) && new URL(text).origin === text;
}

/** Where a page comes from: scheme, host and port as a browser writes them, and nothing behind. */
export const origin = z
  .string()
  .refine(isOrigin, 'must be an origin such as https://app.example.org, without a slash at the end');

/** Several of them, separated by commas. */
export const origins = listOf(
  isOrigin,
  'must be origins such as https://app.example.org, separated by commas, without a slash at the end',
);

/** Names of this server, separated by commas: as a Host header has them, without a port. */
export const hostNames = listOf(
  (text) =>
    /^[a-z\d._-]+$/.test(text) &&
    URL.canParse(`http://${text}`) &&
    new URL(`http://${text}`).hostname === text,
  'must be host names such as api.internal, separated by commas, in lower case and without a port',
);

/** An address or a network; not the network of all addresses, which would be no condition. */
function isNetwork(text: string): boolean {
  const [address = '', bits, ...rest] = text.split('/');
  const version = isIP(address);
  if (version === 0 || rest.length > 0 || address.includes('%')) return false;
  if (bits === undefined) return true;
  return /^[1-9]\d{0,2}$/.test(bits) && Number(bits) <= (version === 4 ? 32 : 128);
}

/** Addresses and networks of proxies, separated by commas. */
export const networks = listOf(
  isNetwork,
  'must be the addresses or networks of your proxies such as 10.0.0.0/8, separated by commas, and not all addresses',
);

/** What nobody guesses: long, and not one character over and over. */
export const secret = z
  .string()
  .refine(
    (text) => text.length >= 32 && new Set(text).size >= 10,
    'must be at least 32 characters that nobody guesses, as openssl rand -base64 32 makes them',
  );
