import type { CollectionProvider } from 'reactive/entities/collection';
import type { DeleteContext, LoadContext, PublishContext } from 'reactive/entities/item';
import { z } from 'zod';
import { emailAddress, shownText, storedText } from '../../text';

/** What a user may do: an admin may change others. */
export const USER_ROLES = ['user', 'admin'] as const;

/** Whether a user may sign in. */
export const USER_STATUSES = ['active', 'inactive'] as const;

/**
 * A person who uses the system.
 *
 * @example
 * const ada: IUser = {
 *   id: '0190c6e4-7b5a-7cc2-9f4e-2f1c3a5b7d90', name: 'Ada Lovelace', email: 'ada@example.org',
 *   role: 'admin', status: 'active', createdAt: new Date(), updatedAt: new Date(), version: 1,
 * };
 */
export interface IUser {
  /** A UUIDv7, made by whoever creates the user. */
  id: string;
  name: string;
  /** Lower case; no two users have the same. */
  email: string;
  role: (typeof USER_ROLES)[number];
  status: (typeof USER_STATUSES)[number];
  createdAt: Date;
  updatedAt: Date;
  /** 1 for a new user, one more with each change. */
  version: number;
}

/**
 * The whole of a user, strict: an unknown key is an error. The other schemas are derived from this one.
 *
 * The id is any short text here, so that a look-up by an id that cannot exist is "not found", not "invalid";
 * only {@link userCreateSchema} asks for a UUIDv7.
 *
 * @example
 * userSchema.safeParse({ ...ada, name: 'A' }).error?.issues[0]?.path; // ['name']
 */
export const userSchema = z.strictObject({
  id: storedText({ min: 1, max: 64 }),
  name: shownText({ min: 2, max: 200 }),
  email: emailAddress(),
  role: z.enum(USER_ROLES),
  status: z.enum(USER_STATUSES),
  createdAt: z.date(),
  updatedAt: z.date(),
  version: z.int().min(1),
}) satisfies z.ZodType<IUser>;

/**
 * What creates a user. Times and version are the store's and are refused; role and status have defaults.
 *
 * @example
 * userCreateSchema.parse({ name: 'Ada', email: 'Ada@example.org' });
 * // { name: 'Ada', email: 'ada@example.org', role: 'user', status: 'active' }
 */
export const userCreateSchema = userSchema
  .pick({ name: true, email: true, role: true, status: true })
  .extend({
    id: z.uuidv7('Must be a UUIDv7').lowercase('Must be in lower case').exactOptional(),
    role: userSchema.shape.role.default('user'),
    status: userSchema.shape.status.default('active'),
  });

/**
 * What may be changed of a user that exists: any of its own fields, never its id, times or version.
 *
 * @example
 * userPatchSchema.parse({ status: 'inactive' }); // { status: 'inactive' }
 * userPatchSchema.safeParse({ version: 7 }).success; // false
 */
export const userPatchSchema = z.strictObject({
  name: userSchema.shape.name.exactOptional(),
  email: userSchema.shape.email.exactOptional(),
  role: userSchema.shape.role.exactOptional(),
  status: userSchema.shape.status.exactOptional(),
});

/** A parsed {@link userCreateSchema}. */
export type UserCreate = z.output<typeof userCreateSchema>;

/** A parsed {@link userPatchSchema}. */
export type UserPatch = z.output<typeof userPatchSchema>;

/**
 * Where one user is kept. The second argument of each method may be left out.
 *
 * @example
 * class MyUserProvider implements IUserProvider {
 *   load = async (id: string) => userSchema.parse(await store.get(id));
 *   publish = async (data: Partial<IUser>) => ({ status: 200, data: userSchema.parse(await store.put(data)) });
 * }
 */
export interface IUserProvider {
  load(id: string, context?: LoadContext): Promise<IUser>;
  loadMany?(ids: readonly string[], context?: LoadContext): Promise<IUser[]>;
  publish(data: Partial<IUser>, context?: PublishContext): Promise<{ status: number; data: IUser }>;
  delete?(id: string, context?: DeleteContext): Promise<boolean>;
}

/**
 * Where users are listed.
 *
 * @example
 * class MyUsersProvider implements IUsersProvider {
 *   readonly itemProvider = MyUserProvider; // saves the users that were listed
 *   list = async (specs: ListSpecs<IUser>) => ({ items: await store.find(specs), next: null });
 * }
 */
export type IUsersProvider = CollectionProvider<IUser>;
