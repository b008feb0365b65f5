import type { User } from '@myapp/core/entities/user';
import { errorFrom } from 'reactive/errors';
import { connection } from '../connection';
import { toasts } from '../toasts';

/** Something that can be done to a user with one click, and taken back with another. */
export interface UserCommand {
  readonly id: 'promote' | 'demote' | 'activate' | 'deactivate';
  readonly label: string;
  /** The field that it changes. */
  readonly field: 'role' | 'status';
  /** What is said afterwards, with the name in front. */
  readonly done: string;
  readonly undo: UserCommand['id'];
}

const COMMANDS: { readonly [K in UserCommand['id']]: UserCommand } = {
  promote: {
    id: 'promote',
    label: 'Promote to admin',
    field: 'role',
    done: 'is an admin now.',
    undo: 'demote',
  },
  demote: {
    id: 'demote',
    label: 'Demote to user',
    field: 'role',
    done: 'is no admin any more.',
    undo: 'promote',
  },
  activate: {
    id: 'activate',
    label: 'Activate',
    field: 'status',
    done: 'is active again.',
    undo: 'deactivate',
  },
  deactivate: {
    id: 'deactivate',
    label: 'Deactivate',
    field: 'status',
    done: 'is inactive now.',
    undo: 'activate',
  },
};

/** What can be done to a user as it is. */
export const commandsFor = (user: User): readonly UserCommand[] => [
  user.isAdmin ? COMMANDS.demote : COMMANDS.promote,
  user.isActive ? COMMANDS.deactivate : COMMANDS.activate,
];

/** Says why something could not be done, and brings the user up to date where that is the reason. */
const tellFailure = async (user: User, thrown: unknown, retry: () => void): Promise<void> => {
  const error = errorFrom(thrown);
  const { name } = user;
  const again = [{ label: 'Try again', run: retry }];
  if (connection.noteError(error)) {
    toasts.failed({ message: `The server does not answer. ${name} is unchanged.`, actions: again });
    return;
  }
  if (error.code === 'not_found') {
    await user.delete({ skipProvider: true });
    toasts.failed({ message: `${name} was deleted by somebody else.` });
    return;
  }
  if (error.code !== 'precondition_failed') {
    toasts.failed({ message: `${name} is unchanged: ${error.message}` });
    return;
  }
  await user.load().catch((reason: unknown) => connection.noteError(reason));
  toasts.failed({
    message: `Somebody else has changed ${name} meanwhile. You see their version now; nothing of yours was saved.`,
    actions: again,
  });
};

/** Runs a command and says how it went, with a way back. */
export const runCommand = async (user: User, { id, done, undo }: UserCommand): Promise<void> => {
  const toast = `command-${user.id}`;
  try {
    await user[id]();
    toasts.done({
      id: toast,
      message: `${user.name} ${done}`,
      actions: [{ label: 'Undo', run: () => void runCommand(user, COMMANDS[undo]) }],
    });
  } catch (thrown) {
    user.revert();
    await tellFailure(user, thrown, () => void runCommand(user, COMMANDS[id]));
  }
};

/** Deletes a user and says how it went. Answers whether the user is gone. */
export const deleteUser = async (user: User): Promise<boolean> => {
  const { name } = user;
  try {
    await user.delete();
    toasts.done({ message: `${name} was deleted.` });
    return true;
  } catch (thrown) {
    await tellFailure(user, thrown, () => void deleteUser(user));
    return user.deleted;
  }
};
