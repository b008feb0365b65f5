export { type Actor, actAs, currentActor, requireActor, SYSTEM, type Viewer } from './actor';
export { historyPolicy } from './history.policy';
export { jobPolicy } from './job.policy';
export { type FieldAction, Policy, type PolicyDefinition, type PolicyView } from './policy';
export { roomPolicy } from './room.policy';
export type { Action, RuleScope, Rules } from './rules';
export { userPolicy } from './user.policy';
