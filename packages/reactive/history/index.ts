export { type History, history } from './history';
export type { HistoryOptions } from './types';
