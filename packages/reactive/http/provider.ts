import type { z } from 'zod';
import { NotFoundError, UnavailableError } from '../errors';
import type { ListResult } from '../query';
import { decode } from '../wire/encode';
import type { HttpConnection } from './connection';
import { sendOnce } from './repeat';
import { type HttpAnswer, type HttpCall, send } from './send';

type ProviderClass = abstract new (parent?: unknown) => HttpProvider<object>;

/** A class derived from `Base` that differs in its connection only. */
export function connect<Class extends ProviderClass>(Base: Class, connection: HttpConnection): Class {
  // TypeScript cannot extend a class that it knows only as a type parameter.
  const Known = Base as unknown as typeof HttpProvider;
  abstract class Connected extends Known<object> {
    static override connection = { ...Known.connection, ...connection };
  }
  return Connected as unknown as Class;
}

/** What all HTTP providers of one entity share: where its rows are, and what they are. */
export abstract class HttpProvider<T extends object> {
  /** How the API is reached; {@link using} makes a class with another one. */
  static connection: HttpConnection = {};

  /** The path of the list of rows, from the base URL on: `/api/users`. */
  protected abstract readonly path: string;

  /** What a row is: says which fields there are, and how they travel. */
  protected abstract readonly schema: z.ZodObject;

  /** A provider is made by the item or collection that it serves, which it does not need to know. */
  constructor(_parent?: unknown) {}

  /**
   * The same provider over another connection: another server, a token, a shorter timeout.
   *
   * @example
   * const Remote = UserBrowserProvider.using({ baseUrl: 'https://api.example.org', credentials: 'include' });
   * const user = new User({ id, provider: Remote });
   */
  static using<Class extends ProviderClass>(this: Class, connection: HttpConnection): Class {
    return connect(this, connection);
  }

  /** How this provider reaches its API. */
  protected get connection(): HttpConnection {
    return (this.constructor as typeof HttpProvider).connection; // typed as plain Function by TypeScript
  }

  protected send(call: HttpCall): Promise<HttpAnswer> {
    return send(this.connection, call);
  }

  /** A change: sent again where its answer was lost, and done once. */
  protected sendOnce(call: HttpCall & { readonly key?: string | undefined }): Promise<HttpAnswer> {
    return sendOnce(this.connection, call);
  }

  /**
   * The path of one row.
   *
   * @throws NotFoundError for an id that no row can have: an address would mean the list, or what is above it
   */
  protected pathOf(id: string | number): string {
    const segment = encodeURIComponent(id);
    if (/^\.{0,2}$/.test(segment)) throw new NotFoundError();
    return `${this.path}/${segment}`;
  }

  /** The page of rows that the URL form of a query asks for. */
  protected async page(search: URLSearchParams, signal: AbortSignal | undefined): Promise<ListResult<T>> {
    const query = search.toString();
    const path = query === '' ? this.path : `${this.path}?${query}`;
    const { body } = await this.send({ method: 'GET', path, signal });
    if (typeof body !== 'object' || body === null || !('items' in body) || !Array.isArray(body.items)) {
      throw this.unreadable('page of rows, { items, total, next }');
    }
    const total = 'total' in body && typeof body.total === 'number' ? body.total : undefined;
    const next = 'next' in body && typeof body.next === 'string' ? body.next : null;
    return { items: body.items.map((row: unknown) => this.row(row)), total, next };
  }

  /**
   * A row as the server sent it: decoded by the schema, and without what a newer server may know of it. What has no id
   * is none: an error may be sent with status 200.
   */
  protected row(json: unknown): T {
    if (typeof json !== 'object' || json === null || !('id' in json)) throw this.unreadable('row with an id');
    const known = Object.entries(json).filter(([name]) => Object.hasOwn(this.schema.shape, name));
    return decode(this.schema, Object.fromEntries(known)) as T; // the server's own schema vouches for it
  }

  protected unreadable(wanted: string): UnavailableError {
    return new UnavailableError(`${this.path} answered with no ${wanted}: is it the API of this version?`);
  }
}
