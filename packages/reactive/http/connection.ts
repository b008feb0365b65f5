import { DefinitionError } from '../errors';

/** How a provider reaches its API. */
export interface HttpConnection {
  /** Put before the path of the provider: `https://api.example.org`. A browser needs none for its own origin. */
  readonly baseUrl?: string;
  /** Sent with every request; a function is asked each time, for tokens that are renewed. */
  readonly headers?:
    | Readonly<Record<string, string>>
    | (() => Readonly<Record<string, string>> | Promise<Readonly<Record<string, string>>>);
  /** Whether cookies are sent; `same-origin` unless told. */
  readonly credentials?: RequestCredentials;
  /** Milliseconds until a request is given up; 15,000 unless told, `Infinity` for never. */
  readonly timeout?: number;
  /**
   * How often a change is sent at most when its answer was lost, each time under the same idempotency key; 4 unless
   * told. Say 1 for an API that does not heed such keys.
   */
  readonly attempts?: number;
  /** What sends the requests; the global `fetch` unless told. */
  readonly fetch?: typeof globalThis.fetch;
}

export const DEFAULT_TIMEOUT = 15_000;

/** Whether there is a page whose origin completes an address: Deno has a `location` too, which is undefined. */
const isPage = (): boolean => globalThis.location !== undefined;

/**
 * The address of `path` under the connection's base.
 *
 * @throws DefinitionError for an address that nothing can be sent to, saying what to set
 */
export function addressOf({ baseUrl = '' }: HttpConnection, path: string): string {
  const address = baseUrl.replace(/\/+$/, '') + path;
  const absolute = URL.canParse(address) && /^https?:$/.test(new URL(address).protocol);
  if (absolute || (baseUrl === '' && isPage())) return address;
  throw new DefinitionError(
    `"${address}" is no address that can be fetched here: give the provider a base, as in Provider.using({ baseUrl: 'https://api.example.org' })`,
  );
}
