import { prismaError } from 'reactive/prisma';
import type { PrismaClient } from '../generated/client';

/**
 * A client whose statements, in its transactions too, fail with errors of ours: what the database refuses, or that it is
 * away, is told to whoever asks in the words of all errors, whichever way the statement came.
 *
 * @example
 * await explainedClient(prisma).user.count(); // UnavailableError while the database is away
 */
export function explainedClient(client: PrismaClient): PrismaClient {
  const explained = client.$extends({
    query: {
      async $allOperations({ args, query }) {
        try {
          return await query(args);
        } catch (error) {
          throw prismaError(error);
        }
      },
    },
  });
  // It has all that the application asks of a client: only `$on`, for what Prisma logs, is gone.
  return explained as unknown as PrismaClient;
}
