// >>> block 14
// EDITED: Prisma 7 generates its client into the server package, which makes the one instance when the database is opened.
// WAS:import { PrismaClient } from '@prisma/client';
// WAS:
// WAS:// Single instance for connection pooling
// WAS:const prisma = new PrismaClient();
import { prisma } from '@myapp/server/db';

// Single instance for connection pooling
// END

class UserPrismaProvider {
  async load(id: string) {
    return prisma.user.findUnique({ where: { id } });
  }
}
// <<<

export { UserPrismaProvider };
