import { z } from 'zod';

/** How a request over a socket ends: with what was asked for, or with an error as it travels over HTTP too. */
export const replySchema = z.union([
  z.strictObject({ ok: z.literal(true), data: z.unknown() }),
  z.strictObject({ ok: z.literal(false), problem: z.looseObject({ code: z.string() }) }),
]);

export type Reply = z.output<typeof replySchema>;
