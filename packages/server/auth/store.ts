import { APIError } from 'better-auth/api';
import { prisma } from '../database/current';
import { unitOfWork } from '../database/unit-of-work';
import type { Prisma } from '../generated/client';
import { openSession } from './open-session';

/** better-auth answers "failed" for whatever goes wrong; an error of its own kind gets through, with the cause. */
async function throughBetterAuth<Result>(write: PromiseLike<Result>): Promise<Result> {
  try {
    return await write;
  } catch (cause) {
    throw Object.assign(new APIError('INTERNAL_SERVER_ERROR'), { cause });
  }
}

/** The rows of users: better-auth reads them as they are, opens accounts, and marks addresses as proven. */
const user = {
  findFirst: (args: Prisma.UserFindFirstArgs) => prisma.user.findFirst(args),
  create: (args: Prisma.UserCreateArgs) => throughBetterAuth(unitOfWork(() => prisma.user.create(args))),
  update: ({ data: { emailVerified }, ...args }: Prisma.UserUpdateArgs) =>
    throughBetterAuth(
      unitOfWork(() =>
        prisma.user.update({
          ...args,
          data: { ...(emailVerified !== undefined && { emailVerified }), version: { increment: 1 } },
        }),
      ),
    ),
};

/** The rows of sessions: nobody is given one but by {@link openSession}. */
const session = {
  findFirst: (args: Prisma.SessionFindFirstArgs) => prisma.session.findFirst(args),
  findMany: (args: Prisma.SessionFindManyArgs) => prisma.session.findMany(args),
  create: (args: Prisma.SessionCreateArgs) => throughBetterAuth(openSession(args)),
  delete: (args: Prisma.SessionDeleteArgs) => prisma.session.delete(args),
  deleteMany: (args: Prisma.SessionDeleteManyArgs) => prisma.session.deleteMany(args),
};

/**
 * The tables that better-auth may use, and what it may do with users: nothing else of the client is within its reach.
 * It has no `$transaction`: each of its steps is one statement, and a step that is not taken harms nobody.
 */
export const authStore = {
  user,
  session,
  get account() {
    return prisma.account;
  },
  get verification() {
    return prisma.verification;
  },
};
