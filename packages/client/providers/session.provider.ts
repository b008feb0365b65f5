import { type AccountSession, sessionSchema } from '@myapp/core/entities/account';
import { HttpCollectionProvider, HttpItemProvider } from 'reactive/http';
import type { ListResult, ListSpecs } from 'reactive/query';
import { apiConnection } from './connection';

const PATH = '/api/auth/list-sessions';

/** One of the sessions of whoever is signed in: it can be ended, and nothing else. */
class SessionBrowserProvider extends HttpItemProvider<AccountSession> {
  static override readonly connection = apiConnection;
  protected override readonly path = PATH;
  protected override readonly schema = sessionSchema;

  override async delete(id: string): Promise<boolean> {
    await this.send({ method: 'POST', path: '/api/auth/revoke-session', body: { id } });
    return true;
  }
}

/**
 * All sessions and tokens of whoever is signed in, the newest first.
 *
 * @example
 * const sessions = new OpenSessions({ provider: SessionsBrowserProvider });
 * await sessions.load();
 */
export class SessionsBrowserProvider extends HttpCollectionProvider<AccountSession> {
  static override readonly connection = apiConnection;
  protected override readonly path = PATH;
  protected override readonly schema = sessionSchema;
  protected override readonly item = SessionBrowserProvider;

  /** They are few, and listed as they are: there is nothing to ask for. */
  override async list(
    _specs: ListSpecs<AccountSession>,
    { signal }: { readonly signal?: AbortSignal } = {},
  ): Promise<ListResult<AccountSession>> {
    return this.page(new URLSearchParams(), signal);
  }
}
