import { type Fields, fieldsOf, type ListResult, type ListSpecs } from '../query';
import { toSearchParams } from '../query/url';
import type { HttpItemProvider } from './item';
import { connect, HttpProvider } from './provider';

const known = new WeakMap<object, Fields>();

/** With them a value of a wrong kind is refused here: in a URL, the number 7 would pass for the text. */
function fieldsOfSchema(schema: object): Fields {
  const fields = known.get(schema) ?? fieldsOf(schema);
  known.set(schema, fields);
  return fields;
}

/**
 * Lists the rows of a REST API: `GET <path>?where=…&orderBy=…&limit=…&next=…`. Throws as {@link HttpItemProvider} does.
 *
 * @example
 * class UsersBrowserProvider extends HttpCollectionProvider<IUser> {
 *   protected override readonly path = '/api/users';
 *   protected override readonly schema = userSchema;
 *   protected override readonly item = UserBrowserProvider;
 * }
 * const users = new Users({ provider: UsersBrowserProvider });
 */
export abstract class HttpCollectionProvider<T extends { id: string | number }> extends HttpProvider<T> {
  /** The provider of one row, so that what was listed can be saved; it goes over this provider's connection. */
  protected abstract readonly item: new (
    parent?: unknown,
  ) => HttpItemProvider<T>;
  #itemProvider: typeof this.item | undefined;

  get itemProvider(): new (
    parent?: unknown,
  ) => HttpItemProvider<T> {
    this.#itemProvider ??= connect(this.item, this.connection);
    return this.#itemProvider;
  }

  async list(
    specs: ListSpecs<T>,
    { signal }: { readonly signal?: AbortSignal } = {},
  ): Promise<ListResult<T>> {
    const search = toSearchParams(specs, fieldsOfSchema(this.schema)).toString();
    const path = search === '' ? this.path : `${this.path}?${search}`;
    const { body } = await this.send({ method: 'GET', path, signal });
    return this.page(body);
  }

  private page(json: unknown): ListResult<T> {
    if (typeof json !== 'object' || json === null || !('items' in json) || !Array.isArray(json.items)) {
      throw this.unreadable();
    }
    const total = 'total' in json && typeof json.total === 'number' ? json.total : undefined;
    const next = 'next' in json && typeof json.next === 'string' ? json.next : null;
    return { items: json.items.map((row: unknown) => this.row(row)), total, next };
  }
}
