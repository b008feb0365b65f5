/** The loads of a record that are under way. */
export interface RunningLoads {
  readonly loads: Set<object>;
  /** A ticket: when something was last confirmed, or a publish or delete began or ended; 0 when never meanwhile. */
  newsAt: number;
}

/** What the operations of an entity have to know of those before them. Made by the first one that needs it. */
export class Operations {
  /** The data of a publish that was not confirmed yet, and the key under which they were sent. */
  attempt: { readonly data: object; readonly key: string } | null = null;
  /** When it was last asked whether the provider has the entity. */
  presence = 0;
}
