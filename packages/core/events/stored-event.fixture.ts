import { type AccountEventType, AccountHistory, accountEvents, type StoredEvent } from './index';

const CONTENT: Partial<Record<AccountEventType, (name: string) => Partial<StoredEvent>>> = {
  registered: (name) => ({
    data: { rowVersion: 1, role: 'user', status: 'active' },
    personal: { name, email: 'ada@example.org' },
  }),
  renamed: (name) => ({ personal: { from: 'before', to: name } }),
};

/** An event of an account as a store has it; {@link historyOf} numbers it. */
export function storedEvent(type: AccountEventType, { name = 'Ada' }: { name?: string } = {}): StoredEvent {
  return {
    stream: 'user',
    streamId: 'ada',
    version: 1,
    id: 'e',
    type,
    schemaVersion: 1,
    data: {},
    personal: null,
    actor: 'system',
    requestId: null,
    at: new Date('2026-11-27T10:00:00Z'),
    ...CONTENT[type]?.(name),
  };
}

/** The history that events make one after the other. */
export function historyOf(events: readonly StoredEvent[]): AccountHistory {
  const recorded = events.map((event, at) =>
    accountEvents.read({
      ...event,
      id: `e${at + 1}`,
      version: at + 1,
      data: event.type === 'invited' ? {} : { ...(event.data as object), rowVersion: at + 1 },
    }),
  );
  return new AccountHistory({ id: 'ada', events: recorded });
}
