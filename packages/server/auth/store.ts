import { APIError } from 'better-auth/api';
import { prisma } from '../database/current';
import { unitOfWork } from '../database/unit-of-work';
import type { Prisma } from '../generated/client';

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

/**
 * The tables that better-auth may use, and what it may do with users: nothing else of the client is within its reach.
 * It has no `$transaction`: each of its steps is one statement, and a step that is not taken harms nobody.
 */
export const authStore = {
  user,
  get session() {
    return prisma.session;
  },
  get account() {
    return prisma.account;
  },
  get verification() {
    return prisma.verification;
  },
};
