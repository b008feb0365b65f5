import { actAs, type Viewer } from '@myapp/core/policies';
import { errorFrom, reportError } from 'reactive/errors';
import { runInScope } from 'reactive/node';
import { groups, localSockets, type RealtimeServer } from './sockets';

/** Refuses whoever acts, if they may not follow a topic. */
type Authorize = (topic: string) => Promise<void>;

/** Has those leave a topic who may not know any more of the row that it is about. */
export class TopicAccess {
  readonly #io: RealtimeServer;
  readonly #authorize: Authorize;
  readonly #stale = new Set<string>();
  #isLooking = false;

  constructor(io: RealtimeServer, authorize: Authorize) {
    this.#io = io;
    this.#authorize = authorize;
  }

  /** The row of a topic was written: whoever follows it here is looked at again, soon. */
  changed(topic: string): void {
    this.#stale.add(topic);
    if (this.#isLooking) return;
    this.#isLooking = true;
    this.#look()
      .catch(reportError)
      .finally(() => {
        this.#isLooking = false;
      });
  }

  /** One after the other: rows are written faster than all who follow them are looked at. */
  async #look(): Promise<void> {
    for (const topic of this.#stale) {
      this.#stale.delete(topic);
      try {
        for (const socket of localSockets(this.#io, groups.topic(topic))) {
          if (!(await this.#mayFollow(socket.data.viewer, topic))) await socket.leave(groups.topic(topic));
        }
      } catch (error) {
        this.#stale.add(topic); // for the next change: who may follow it is not known
        throw error;
      }
    }
  }

  #mayFollow(viewer: Viewer, topic: string): Promise<boolean> {
    return runInScope(async () => {
      actAs(viewer);
      try {
        await this.#authorize(topic);
        return true;
      } catch (thrown) {
        if (['forbidden', 'not_found', 'unauthenticated'].includes(errorFrom(thrown).code)) return false;
        throw thrown;
      }
    });
  }
}
