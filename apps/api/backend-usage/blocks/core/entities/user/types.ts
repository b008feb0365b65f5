export type { IUser, IUserProvider } from '@myapp/core/entities/user';
