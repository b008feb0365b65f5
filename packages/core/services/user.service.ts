import type { User } from '../entities/user';
import { UserDirectory, type UserProviders } from './user/directory';
import type { ImportRows } from './user/import-rows';
import { importUsers, type UserImport, type UserImportOptions } from './user/import-users';
import { register, type UserRegistration } from './user/register';
import { type AdminTransfer, type TransferredAdmin, transferAdmin } from './user/transfer-admin';

export type { UserProviders } from './user/directory';
export { COLLISIONS, changesOf, type ImportRow, readImportRow } from './user/import-row';
export type { ImportRows } from './user/import-rows';
export type { UserImport, UserImportOptions, UserImportResult } from './user/import-users';
export type { UserRegistration } from './user/register';
export type { AdminTransfer, TransferredAdmin } from './user/transfer-admin';

/**
 * Use cases over more than one user, for the browser and the server alike: the providers are handed in. Who may run
 * them is for the caller to decide.
 *
 * They decide by what is stored, never by edits in the scope that nobody published; what they write is seen at once
 * by the users and lists of the scope that they were called in.
 *
 * @example
 * const service = new UserService({ item: UserPrismaProvider, collection: UsersPrismaProvider });
 * const ada = await service.register({ name: 'Ada Lovelace', email: 'ada@example.org' });
 * await service.transferAdmin({ fromId: grace.id, toId: ada.id });
 */
export class UserService {
  readonly #providers: UserProviders;

  constructor(providers: UserProviders) {
    this.#providers = providers;
  }

  /**
   * Creates a user with an e-mail that no other has.
   *
   * @throws ValidationError when a value is wrong or unknown.
   * @throws ConflictError with `errors.email` when the e-mail is taken, with `errors.id` when a given id is; and
   * whatever the providers throw.
   * @example
   * const user = await service.register({ name: 'Ada Lovelace', email: 'Ada@example.org' });
   * user.email; // 'ada@example.org'
   */
  async register(values: UserRegistration): Promise<User> {
    return register(new UserDirectory(this.#providers), values);
  }

  /**
   * Hands the rights of an admin to another user. The new admin is promoted first, and the old one demoted then: a
   * failure in between leaves two admins (demote the old one to finish), never none, whatever other transfers run at
   * the same time. Against other commands in between, such as a deactivation of the new admin, only a transaction of
   * the store would help.
   *
   * @throws ValidationError when both ids are the same, or one is none.
   * @throws NotFoundError with `errors.fromId` or `errors.toId` when there is no such user.
   * @throws ConflictError with `errors.fromId` when that is no active admin, with `errors.toId` when that is not
   * active or an admin already.
   * @throws PreconditionFailedError when somebody changed one of them meanwhile; and whatever the provider throws.
   * @example
   * const { from, to } = await service.transferAdmin({ fromId: ada.id, toId: grace.id });
   * [from.isAdmin, to.isAdmin]; // [false, true]
   */
  async transferAdmin(transfer: AdminTransfer): Promise<TransferredAdmin> {
    return transferAdmin(new UserDirectory(this.#providers), transfer);
  }

  /**
   * Creates, or updates by e-mail, a user per row, one after the other. A row that is refused never stops the others;
   * what a row does not give, an update leaves as it is. Ends early, with what was done so far, when it is aborted or
   * the source of the rows fails; it does not throw then, see {@link UserImport}.
   *
   * @example
   * const { results } = await service.importUsers(rows, { duplicates: 'update', onProgress: ({ row }) => bar.set(row) });
   * const refused = results.filter(({ status }) => status === 'refused');
   */
  async importUsers(rows: ImportRows, options: UserImportOptions): Promise<UserImport> {
    return importUsers(new UserDirectory(this.#providers), rows, options);
  }
}
