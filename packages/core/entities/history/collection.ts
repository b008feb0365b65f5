import { Collection, type CollectionProvider } from 'reactive/entities/collection';
import type { ProviderClass } from 'reactive/entities/item';
import { HistoryEntry } from './item';
import type { IHistoryEntry } from './types';

/**
 * What happened to the accounts of users: to one of them, or to all.
 *
 * @example
 * const history = new History({ provider: HistoryBrowserProvider });
 * await history.load({ where: { userId: ada.id }, orderBy: { version: 'desc' }, limit: 20 });
 */
export class History extends Collection<HistoryEntry, CollectionProvider<IHistoryEntry>> {
  constructor(specs: { provider?: ProviderClass<CollectionProvider<IHistoryEntry>> | undefined } = {}) {
    super({ entity: 'history', item: HistoryEntry, ...specs });
  }
}
