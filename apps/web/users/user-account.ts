import { AccountBrowserProvider } from '@myapp/client/providers/account';
import type { User } from '@myapp/core/entities/user';
import { runCommand } from '../account/run-command';

const accounts = new AccountBrowserProvider();

/** Sends a user the link by which a first password is chosen, or a new one. */
export const sendInvitation = (user: User): Promise<boolean> =>
  runCommand({
    run: () => accounts.invite(user.id),
    done: `An invitation is on its way to ${user.name}.`,
    failed: `${user.name} was not invited.`,
  });

/** Signs a user out everywhere; tokens of scripts end too. */
export const endSessions = (user: User): Promise<boolean> =>
  runCommand({
    run: () => accounts.endSessionsOf(user.id),
    done: `${user.name} is signed out everywhere.`,
    failed: `The sessions of ${user.name} go on.`,
  });
