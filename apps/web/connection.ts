import { errorFrom, type ReactiveError } from 'reactive/errors';
import { ReactiveModel } from 'reactive/model';

interface IConnection {
  lost: boolean;
}

/**
 * Whether an error says that the server is not there. One that is busy answers, and says for how long to leave it alone;
 * what stands in front of it, or nobody, does not.
 */
export const isAway = ({ code, retryAfter }: ReactiveError): boolean =>
  code === 'timeout' || (code === 'unavailable' && retryAfter === undefined);

/** Whether the server answers, as far as anything in the page has found out. */
class Connection extends ReactiveModel<IConnection> {
  declare lost: boolean;

  constructor() {
    super({ properties: ['lost'], lost: false });
  }

  /** Takes note of an error that says that the server is not there. Answers whether it does. */
  noteError(thrown: unknown): boolean {
    const isGone = isAway(errorFrom(thrown));
    if (isGone) this.lost = true;
    return isGone;
  }
}

export const connection = new Connection();
