export { History } from './collection';
export { HistoryEntry } from './item';
export { activitySchema, historyEntrySchema, type IHistoryEntry } from './types';
