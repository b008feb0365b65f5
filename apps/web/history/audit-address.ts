import type { IHistoryEntry } from '@myapp/core/entities/history';
import { ACCOUNT_EVENT_TYPES } from '@myapp/core/events';
import type { ListSpecs } from 'reactive/query';

type Where = NonNullable<ListSpecs<IHistoryEntry>['where']>;

/** What the audit page is filtered by: all of it stands in the address. */
export interface AuditAddress {
  readonly type?: IHistoryEntry['type'] | undefined;
  /** The id of who did it, or `system`. */
  readonly actor?: string | undefined;
  /** The id of whom it was done to. */
  readonly user?: string | undefined;
  /** Days, `2026-11-27`, where the reader is. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

const DAY = /^\d{4}-\d{2}-\d{2}$/;

const dayOf = (text: string | null): string | undefined =>
  text !== null && DAY.test(text) && !Number.isNaN(Date.parse(text)) ? text : undefined;

/** What stands in an address; what makes no sense in it does not. */
export const readAuditAddress = (search: string): AuditAddress => {
  const params = new URLSearchParams(search);
  const id = (name: string): string | undefined => params.get(name)?.slice(0, 64) || undefined;
  return {
    type: ACCOUNT_EVENT_TYPES.find((type) => type === params.get('type')),
    actor: id('actor'),
    user: id('user'),
    from: dayOf(params.get('from')),
    to: dayOf(params.get('to')),
  };
};

/** The other way: the search of an address, with its `?` or empty. */
export const writeAuditAddress = (address: AuditAddress): string => {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(address)) if (value) params.set(name, value);
  const text = params.toString();
  return text === '' ? '' : `?${text}`;
};

/** Midnight where the reader is, so many days later. */
const midnight = (day: string, later = 0): Date => {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  return new Date(year, month - 1, date + later);
};

/** What is asked for; the last day is a part of it. */
export const whereOf = ({ type, actor, user, from, to }: AuditAddress): Where | undefined => {
  const at = { ...(from && { gte: midnight(from) }), ...(to && { lt: midnight(to, 1) }) };
  const where: Where = {
    ...(type && { type }),
    ...(actor && { actor }),
    ...(user && { userId: user }),
    ...((from ?? to) && { at }),
  };
  return Object.keys(where).length === 0 ? undefined : where;
};
