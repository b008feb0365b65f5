import { errorFrom } from 'reactive/errors';
import { ReactiveModel } from 'reactive/model';

interface IConnection {
  lost: boolean;
}

/** Whether the server answers, as far as anything in the page has found out. */
class Connection extends ReactiveModel<IConnection> {
  declare lost: boolean;

  constructor() {
    super({ properties: ['lost'], lost: false });
  }

  /** Takes note of an error that says that the server is not there. Answers whether it does. */
  noteError(thrown: unknown): boolean {
    const { code } = errorFrom(thrown);
    const isGone = code === 'unavailable' || code === 'timeout';
    if (isGone) this.lost = true;
    return isGone;
  }
}

export const connection = new Connection();
