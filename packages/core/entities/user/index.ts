export { Users } from './collection';
export { User } from './item';
export {
  type IUser,
  type IUserProvider,
  type IUsersProvider,
  USER_ROLES,
  USER_STATUSES,
  type UserCreate,
  type UserPatch,
  userCreateSchema,
  userPatchSchema,
  userSchema,
} from './types';
