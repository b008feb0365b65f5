export { type AccountActivity, accountActivity } from './account-activity';
export { type AccountHistories, accountHistories, type PastAccount } from './account-histories';
export type { Appended } from './append-rows';
export { type Place, type PlacedEvent, rowsAfter, START } from './event-rows';
export { type AppendOptions, EventStore, type NewEvent, type Until } from './event-store';
export { type Projection, rebuildProjection, type Step, stepProjection } from './projection';
export { kept, type ProjectionStatus, Projector, type ProjectorOptions } from './projector';
