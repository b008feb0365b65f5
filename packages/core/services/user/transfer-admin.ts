import { ConflictError, ValidationError } from 'reactive/errors';
import { z } from 'zod';
import { type User, userSchema } from '../../entities/user';
import type { UserDirectory } from './directory';
import { parse } from './parse';

const transferSchema = z.strictObject({ fromId: userSchema.shape.id, toId: userSchema.shape.id });

/**
 * Who hands the rights of an admin to whom.
 *
 * @example
 * const transfer: AdminTransfer = { fromId: ada.id, toId: grace.id };
 */
export type AdminTransfer = z.input<typeof transferSchema>;

/**
 * Both users after a transfer.
 *
 * @example
 * const { from, to }: TransferredAdmin = await service.transferAdmin({ fromId, toId });
 * [from.isAdmin, to.isAdmin]; // [false, true]
 */
export interface TransferredAdmin {
  readonly from: User;
  readonly to: User;
}

const isActiveAdmin = (user: User): boolean => user.isAdmin && user.isActive;

function refuse(errors: Record<string, string[]>): never {
  throw new ConflictError(undefined, { errors });
}

function check({ from, to }: TransferredAdmin): void {
  if (!isActiveAdmin(from)) refuse({ fromId: ['Is no active admin'] });
  if (!to.isActive) refuse({ toId: ['Is not active'] });
  if (to.isAdmin) refuse({ toId: ['Is an admin already'] });
}

/** Hands the rights of an admin to another user; see `UserService.transferAdmin`. */
export async function transferAdmin(
  directory: UserDirectory,
  transfer: AdminTransfer,
): Promise<TransferredAdmin> {
  const { fromId, toId } = parse(transferSchema, transfer);
  if (fromId === toId) throw new ValidationError(undefined, { errors: { toId: ['Must be another user'] } });
  const [from, to] = await Promise.all([directory.find(fromId, 'fromId'), directory.find(toId, 'toId')]);
  check({ from, to });
  await to.promote();
  const promoted = directory.tell(to);
  // A store that lets a change of an older version pass may have another idea of the user by now.
  if (!isActiveAdmin(to)) refuse({ toId: ['Is not active any more'] });
  await from.demote();
  return { from: directory.tell(from), to: promoted };
}
