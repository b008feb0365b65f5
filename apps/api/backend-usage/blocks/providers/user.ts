export { UserPrismaProvider, UsersPrismaProvider } from '@myapp/server/providers/user';
