import { initTRPC } from '@trpc/server';
import { createExpressMiddleware } from '@trpc/server/adapters/express';
import { type Express, Router } from 'express';
import { z } from 'zod';
import { connect } from '../by-hand/client';
import { type Viewer, viewerOf } from '../by-hand/session';
import { changes, changeUser, findUser, listQuery, listUsers, userId } from '../by-hand/users';
import type { Surroundings } from '../contenders';
import type { PrismaClient } from '../generated/client';
import { appWith } from '../middleware';

interface Context {
  readonly viewer: Viewer;
  readonly requestId: string;
}

const change = z.strictObject({ id: userId, version: z.int().min(1), values: changes });

function procedures(prisma: PrismaClient) {
  const { router, procedure } = initTRPC.context<Context>().create();
  return router({
    byId: procedure.input(userId).query(({ ctx, input }) => findUser(prisma, ctx.viewer, input)),
    list: procedure.input(listQuery).query(({ ctx, input }) => listUsers(prisma, ctx.viewer, input)),
    change: procedure.input(change).mutation(({ ctx, input }) => changeUser(prisma, { ...ctx, ...input })),
  });
}

/** What is done by hand, behind procedures of tRPC instead of routes. */
export async function trpc({ databaseUrl, secret }: Surroundings): Promise<Express> {
  const prisma = connect(databaseUrl);
  const handler = createExpressMiddleware({
    router: procedures(prisma),
    createContext: ({ res }) => ({ viewer: viewerOf(res), requestId: res.get('X-Request-Id') ?? '' }),
  });
  return appWith(Router().use('/trpc', handler), { prisma, secret });
}
