import type { IJob } from '@myapp/core/jobs';
import type { ListSpecs } from 'reactive/query';
import { useSearch } from 'wouter';
import { navigate } from 'wouter/use-browser-location';

/** Which jobs can be looked at, by what the address calls them. */
export const FILTERS = {
  all: { label: 'All', where: {} },
  active: { label: 'Running', where: { status: { in: ['pending', 'running'] } } },
  completed: { label: 'Finished', where: { status: 'completed' } },
  failed: { label: 'Failed', where: { status: { in: ['failed', 'cancelled'] } } },
} as const satisfies Record<string, { label: string; where: ListSpecs<IJob>['where'] }>;

type Filter = keyof typeof FILTERS;

const isFilter = (text: string): text is Filter => Object.hasOwn(FILTERS, text);

/** The filter in the address, and how to choose another one: it survives a reload, and the way back leads back. */
export const useJobFilter = (): readonly [Filter, (chosen: string) => void] => {
  const found = new URLSearchParams(useSearch()).get('show') ?? 'all';
  const filter = isFilter(found) ? found : 'all';
  const choose = (chosen: string): void => {
    if (chosen !== filter) navigate(chosen === 'all' ? '/jobs' : `/jobs?show=${chosen}`);
  };
  return [filter, choose];
};
