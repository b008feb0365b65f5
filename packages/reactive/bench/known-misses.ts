/** A target that is not reached today: a ratio that must not get much worse until it is. */
export interface KnownMiss {
  readonly workload: string;
  readonly subject: string;
  /** As in the target. */
  readonly against?: string;
  /** What the gate measured when it was noted. To be lowered, or taken out; raised only with a reason. */
  readonly ratio: number;
}

export const knownMisses: readonly KnownMiss[] = [
  { workload: 'set four, one listener', subject: 'model', ratio: 21 },
  // On some machines, and at some times: 0.24, 0.31 and 0.39 were printed, the last two beside a control of 1.5 and 1.25.
  { workload: 'create an item', subject: 'item', against: 'mobx', ratio: 0.31 },
  { workload: 'view of 10,000: load', subject: 'collection', ratio: 7 },
  // On some machines; elsewhere 2.4: ten dates of thirty properties are copied.
  { workload: 'create a model of 30 properties', subject: 'model', ratio: 2.9 },
  { workload: 'view of 10,000, 1 % match', subject: 'collection', ratio: 14 },
];
