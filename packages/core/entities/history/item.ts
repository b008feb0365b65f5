import { Item, type ItemProvider, type ProviderClass } from 'reactive/entities/item';
import { historyEntrySchema, type IHistoryEntry } from './types';

/**
 * Something that happened to the account of a user. It never changes.
 *
 * @example
 * const [latest] = history.items;
 * `${latest.actorName} ${latest.type}`;
 */
export class HistoryEntry extends Item<IHistoryEntry> {
  declare id: string;
  declare userId: string;
  declare userName: string | null;
  declare version: number;
  declare type: IHistoryEntry['type'];
  declare at: Date;
  declare actor: string;
  declare actorName: string | null;
  declare requestId: string | null;
  declare data: IHistoryEntry['data'];
  declare personal: IHistoryEntry['personal'];

  constructor(
    specs: Partial<IHistoryEntry> & {
      provider?: ProviderClass<ItemProvider<IHistoryEntry>> | undefined;
    } = {},
  ) {
    super({
      entity: 'history',
      properties: [
        'id',
        'userId',
        'userName',
        'version',
        'type',
        'at',
        'actor',
        'actorName',
        'requestId',
        'data',
        'personal',
      ],
      ...specs,
    });
  }

  protected override get schema() {
    return historyEntrySchema;
  }
}
