import type { ListResult, ListSpecs } from '../query';
import { fieldsOfSchema } from '../query/fields';
import { toSearchParams } from '../query/url';
import type { HttpItemProvider } from './item';
import { connect, HttpProvider } from './provider';

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
    return this.page(toSearchParams(specs, fieldsOfSchema(this.schema)), signal);
  }
}
