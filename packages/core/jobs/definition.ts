import type { z } from 'zod';

/**
 * A kind of job: what it is called and what it is given, apart from the code that does it.
 *
 * @example
 * const welcome = defineJob({ id: 'welcome', version: 1, payload: z.strictObject({ userId: z.string() }) });
 */
export interface JobDefinition<Schema extends z.ZodType = z.ZodType> {
  /** Lower case and hyphens; never another one's again. */
  readonly id: string;
  /** One more whenever the payload changes its meaning: a job of another version is not run, but told about. */
  readonly version: number;
  /** What a job is given, strict. */
  readonly payload: Schema;
}

/** Says what a kind of job is. */
export function defineJob<Schema extends z.ZodType>(
  definition: JobDefinition<Schema>,
): JobDefinition<Schema> {
  return Object.freeze(definition);
}
