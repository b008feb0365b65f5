import { Collection, type CollectionProvider } from 'reactive/entities/collection';
import type { ProviderClass } from 'reactive/entities/item';
import { OpenSession } from './item';
import type { AccountSession } from './types';

/**
 * Where one is signed in, and one's tokens: a live list.
 *
 * @example
 * const sessions = new OpenSessions({ provider: SessionsBrowserProvider });
 * await sessions.load();
 */
export class OpenSessions extends Collection<OpenSession, CollectionProvider<AccountSession>> {
  constructor(specs: { provider?: ProviderClass<CollectionProvider<AccountSession>> | undefined } = {}) {
    super({ entity: 'sessions', item: OpenSession, ...specs });
  }
}
