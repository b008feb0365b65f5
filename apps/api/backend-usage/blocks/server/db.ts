export { prisma } from '@myapp/server/db';
