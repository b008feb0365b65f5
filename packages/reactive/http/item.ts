import type { DeleteContext, LoadContext, PublishContext } from '../entities/item';
import { StateError } from '../errors';
import { fieldsOfSchema } from '../query/fields';
import { encode } from '../wire/encode';
import { searchesFor } from './many';
import { HttpProvider } from './provider';

function ifMatch(version: number | undefined): Record<string, string> {
  return version === undefined ? {} : { 'If-Match': `"${version}"` };
}

/** JSON has no `undefined` and would drop it: a field that was emptied is sent as null. */
function nullForUndefined(changes: unknown): object {
  return Object.fromEntries(Object.entries(changes as object).map(([name, value]) => [name, value ?? null]));
}

/**
 * Keeps an item behind a REST API: `GET`, `PATCH` and `DELETE` of `<path>/<id>`, `POST` to `<path>`. Items that are
 * loaded in one tick are asked for together, by their ids in the list: `GET <path>?where={"id":{"in":[…]}}`. Where the
 * API has no such list, say `override readonly batchSize = 1`. A change whose answer was lost is sent again, under one
 * idempotency key: where the API does not heed these, say `Provider.using({ attempts: 1 })`.
 *
 * Every method throws the error that the server threw (same class, same code), `UnavailableError` where there is no
 * server or no JSON, `TimeoutError` and `AbortedError`.
 *
 * @example
 * class UserBrowserProvider extends HttpItemProvider<IUser> {
 *   protected override readonly path = '/api/users';
 *   protected override readonly schema = userSchema;
 * }
 * const user = new User({ id, provider: UserBrowserProvider });
 */
export abstract class HttpItemProvider<T extends { id: string | number }> extends HttpProvider<T> {
  /** How many items one request of `loadMany` may ask for: no more than the API shows on a page. */
  readonly batchSize: number = 100;

  async load(id: T['id'], { signal }: LoadContext = {}): Promise<T> {
    const { body } = await this.send({ method: 'GET', path: this.pathOf(id), signal });
    return this.row(body);
  }

  /** The rows that there are of these ids, in as many requests as their addresses need. */
  async loadMany(ids: readonly T['id'][], { signal }: LoadContext = {}): Promise<T[]> {
    const searches = searchesFor(ids, fieldsOfSchema(this.schema), this.batchSize);
    const pages = await Promise.all(searches.map((search) => this.page(search, signal)));
    return pages.flatMap(({ items }) => items);
  }

  /**
   * Creates (`context.isNew`, or without a context whatever has no id) or changes. A change needs
   * `context.version`, the version that it is based on: the API refuses one without.
   */
  async publish(data: Partial<T>, context?: PublishContext): Promise<{ status: number; data: T }> {
    const { isNew = data.id === undefined, version, idempotencyKey, signal } = context ?? {};
    const call = { key: idempotencyKey, signal };
    const { status, body } = isNew
      ? await this.sendOnce({
          method: 'POST',
          path: this.path,
          body: encode(this.schema, data),
          ...call,
        })
      : await this.patch(data, { headers: ifMatch(version), ...call });
    return { status, data: this.row(body) };
  }

  async delete(id: T['id'], { version, signal }: DeleteContext = {}): Promise<boolean> {
    await this.sendOnce({ method: 'DELETE', path: this.pathOf(id), headers: ifMatch(version), signal });
    return true;
  }

  private patch(
    data: Partial<T>,
    call: {
      headers: Record<string, string>;
      key: string | undefined;
      signal: AbortSignal | undefined;
    },
  ) {
    const { id, ...changes } = data;
    if (id === undefined) throw new StateError('What exists already can only be changed by its id');
    return this.sendOnce({
      method: 'PATCH',
      path: this.pathOf(id),
      body: nullForUndefined(encode(this.schema, changes)),
      ...call,
    });
  }
}
