import type { IRoom, RoomCreate } from '@myapp/core/rooms';
import { errorFrom, type ReactiveError } from 'reactive/errors';
import { ReactiveModel } from 'reactive/model';
import { followTopic } from './follow-topic';
import type { Realtime } from './realtime';

interface IRoomList {
  /** The newest first; `undefined` until they are known. */
  rooms: readonly IRoom[] | undefined;
  error: ReactiveError | undefined;
}

/**
 * The rooms that there are, as long as somebody follows them.
 *
 * @example
 * const list = new RoomList(realtimeOf(currentScope()));
 * const stop = list.follow();
 */
export class RoomList extends ReactiveModel<IRoomList> {
  declare rooms: IRoomList['rooms'];
  declare error: IRoomList['error'];

  readonly #realtime: Realtime;

  constructor(realtime: Realtime) {
    super({ properties: ['rooms', 'error'] });
    this.#realtime = realtime;
  }

  follow(): () => void {
    return followTopic(this.#realtime, 'rooms', () => this.load());
  }

  /** Asks for them again; what goes wrong stands in `error`. */
  async load(): Promise<void> {
    try {
      this.set({ rooms: await this.#realtime.ask('rooms:list', {}), error: undefined });
    } catch (thrown) {
      this.error = errorFrom(thrown);
    }
  }

  /**
   * Opens a room.
   *
   * @throws ValidationError with `errors` by field; ConflictError when one has too many open
   */
  async create(values: Pick<RoomCreate, 'name'> & Partial<RoomCreate>): Promise<IRoom> {
    return this.#realtime.order('room:create', values);
  }
}
