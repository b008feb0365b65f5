export {
  type Account,
  type AccountCommand,
  type AccountRow,
  account,
  accountSchema,
} from './account/account';
export {
  ACCOUNT_EVENT_TYPES,
  type AccountEvent,
  type AccountEvents,
  type AccountEventType,
  accountEvents,
} from './account/account.events';
export { AccountHistory } from './account/account-history';
export {
  Aggregate,
  type AggregateEvent,
  DecidedAggregate,
  type History,
  type IAggregate,
  type IEvent,
} from './aggregate';
export {
  EventCatalogue,
  type EventContent,
  type EventDefinition,
  type EventDefinitions,
  type EventOf,
  type Recorded,
  type StoredEvent,
  UnknownEventError,
} from './catalogue';
export { type Decider, type Folded, fold } from './decider';
