/** What the operations of an entity have to know of those before them. Made by the first one that needs it. */
export class Operations {
  /** The data of a publish that was not confirmed yet, and the key under which they were sent. */
  attempt: { readonly data: object; readonly key: string } | null = null;
  /**
   * The properties that a running publish has sent: whether they were edited since, or their local values dropped.
   */
  inFlight: ReadonlyMap<number, 'sent' | 'edited' | 'dropped'> | null = null;
  /** When it was last asked whether the provider has the entity. */
  presence = 0;
}
