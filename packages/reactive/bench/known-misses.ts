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
  { workload: 'set four, one listener', subject: 'model', ratio: 23 },
  { workload: 'view of 10,000: load', subject: 'collection', ratio: 10 },
  // Of some machines: where the loop over the names costs more than the objects, 2.9 and 2.7, elsewhere 2.4 and 2.2.
  { workload: 'create a model of 30 properties', subject: 'model', ratio: 2.9 },
  { workload: 'create an item of 30 properties', subject: 'item', ratio: 2.7 },
  { workload: 'view of 10,000, 1 % match', subject: 'collection', ratio: 14 },
];
