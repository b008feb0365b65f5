import { errorFrom } from 'reactive/errors';
import { connection } from '../connection';
import { toasts } from '../toasts';

interface Command {
  readonly run: () => Promise<unknown>;
  /** What is said when it is done. */
  readonly done: string;
  /** What is said first when it failed, before the reason. */
  readonly failed: string;
}

/** Does something that takes one click, and says how it went. Answers whether it is done. */
export const runCommand = async (command: Command): Promise<boolean> => {
  const { run, done, failed } = command;
  try {
    await run();
    toasts.done({ message: done });
    return true;
  } catch (thrown) {
    const error = errorFrom(thrown);
    const reason = connection.noteError(error) ? 'The server does not answer.' : error.message;
    toasts.failed({
      message: `${failed} ${reason}`,
      actions: [{ label: 'Try again', run: () => void runCommand(command) }],
    });
    return false;
  }
};
