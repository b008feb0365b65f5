/** Who is measured, in the order of the table; the first is what the others are compared with. */
export const CONTENDERS = ['by hand', 'reactive', 'remult', 'trpc'] as const;
export type ContenderName = (typeof CONTENDERS)[number];

/** What a contender is told of where it runs. */
export interface Surroundings {
  readonly databaseUrl: string;
  /** Signs the tokens of sessions. */
  readonly secret: string;
}

/** What a contender tells its parent: where it listens, or the processor time that has passed since it was last asked. */
export type Told = { readonly url: string } | { readonly microseconds: number };
