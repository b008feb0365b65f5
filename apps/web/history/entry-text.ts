import type { IHistoryEntry } from '@myapp/core/entities/history';

type Type = IHistoryEntry['type'];
type Entry = Pick<IHistoryEntry, 'type' | 'data' | 'personal'>;

/** What can happen, in the words of a filter. */
export const TYPE_LABELS: Readonly<Record<Type, string>> = {
  registered: 'Registered',
  imported: 'Imported',
  recorded: 'History began',
  invited: 'Invited',
  renamed: 'Renamed',
  'email-changed': 'E-mail changed',
  'email-proven': 'E-mail confirmed',
  promoted: 'Made an admin',
  demoted: 'Made a user',
  deactivated: 'Deactivated',
  reactivated: 'Reactivated',
  updated: 'Changed otherwise',
  'password-set': 'Password chosen',
  'password-changed': 'Password changed',
  'signed-in': 'Signed in',
  'token-created': 'Token made',
  deleted: 'Deleted',
};

/** Of an entry's personal part: it is gone with its person. */
const text = (entry: Entry, name: string): string | undefined => {
  const value = entry.personal?.[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
};

/** `Chrome on Linux` of what a browser says of itself; the whole of it where that is not known. */
export const deviceOf = (userAgent: string): string => {
  const browser = /(Edg|OPR|Firefox|Chrome|Safari)\//.exec(userAgent)?.[1];
  const system = /(Windows|Android|iPhone|iPad|Mac OS|Linux)/.exec(userAgent)?.[1];
  const names: Readonly<Record<string, string>> = { Edg: 'Edge', OPR: 'Opera', 'Mac OS': 'macOS' };
  if (browser === undefined) return userAgent.slice(0, 60);
  const name = names[browser] ?? browser;
  return system === undefined ? name : `${name} on ${names[system] ?? system}`;
};

const fromTo = (entry: Entry): string | undefined => {
  const [from, to] = [text(entry, 'from'), text(entry, 'to')];
  return from === undefined || to === undefined ? undefined : `${from} → ${to}`;
};

const place = (entry: Entry): string | undefined => {
  const userAgent = text(entry, 'userAgent');
  const parts = [userAgent && deviceOf(userAgent), text(entry, 'ipAddress')].filter(Boolean);
  return parts.length === 0 ? undefined : parts.join(', ');
};

const DETAILS: Partial<Record<Type, (entry: Entry) => string | undefined>> = {
  registered: (entry) => text(entry, 'email'),
  imported: (entry) => text(entry, 'email'),
  recorded: (entry) => text(entry, 'email'),
  renamed: fromTo,
  'email-changed': fromTo,
  'signed-in': place,
  'token-created': (entry) => text(entry, 'name'),
  updated: ({ data }) => (Array.isArray(data['fields']) ? data['fields'].join(', ') : undefined),
};

/** What happened, for people. */
export const titleOf = ({ type, data }: Entry): string =>
  type === 'signed-in' && data['elsewhere'] === true ? 'Signed in from elsewhere' : TYPE_LABELS[type];

/** What else there is to say; nothing where it was forgotten with its person. */
export const detailsOf = (entry: Entry): string | undefined => DETAILS[entry.type]?.(entry) || undefined;

/** Who did it. Who did it themselves is not named twice. */
export const actorOf = ({
  actor,
  actorName,
  userId,
}: Pick<IHistoryEntry, 'actor' | 'actorName' | 'userId'>): string => {
  if (actor === 'system') return 'the system';
  if (actor === 'anonymous') return 'somebody who was not signed in';
  if (actor === userId) return 'themselves';
  return actorName ?? 'somebody who is gone or hidden';
};
