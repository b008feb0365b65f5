import { Scope } from 'reactive/registry';
import type { TableCall } from 'reactive/testing';
import type { IUser } from '../../entities/user';
import { memoryUsers } from '../../entities/user/memory.fixture';
import { UserService } from '../user.service';

/** A service over users in memory, and the calls that the store got. */
export function openService(
  rows: readonly IUser[] = [],
  intercept?: (call: TableCall) => void | Promise<void>,
) {
  const calls: TableCall['operation'][] = [];
  const memory = memoryUsers(rows, (call) => {
    calls.push(call.operation);
    return intercept?.(call);
  });
  const providers = { item: memory.user, collection: memory.users };
  return { memory, calls, providers, scope: new Scope(), service: new UserService(providers) };
}

/** The stored admins who may sign in. */
export const activeAdmins = (rows: readonly IUser[]): string[] =>
  rows.filter(({ role, status }) => role === 'admin' && status === 'active').map(({ id }) => id);
