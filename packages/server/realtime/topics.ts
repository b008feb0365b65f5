import { historyPolicy, jobPolicy, requireActor, roomPolicy, userPolicy } from '@myapp/core/policies';
import { readTopic, TOPICS, type TopicKind } from '@myapp/core/realtime';
import type { RowsChanged } from '../db';
import { findJob } from '../providers/job.provider';
import { UserPrismaProvider } from '../providers/user.provider';
import { roomStore } from './rooms/room-store';
import { groups, type RealtimeServer, send } from './sockets';
import { TopicAccess } from './topic-access';

/** Milliseconds in which changes are told together. */
const TOGETHER = 250;

/** Refuses whoever acts, if they may not know that rows of a kind, or one of them, have changed. */
type TopicRule = (id: string | undefined) => Promise<unknown>;

const RULES: Readonly<Record<TopicKind, TopicRule>> = {
  async users(id) {
    userPolicy.readableWhere(requireActor());
    if (id !== undefined) await new UserPrismaProvider().load(id);
  },
  async rooms(id) {
    roomPolicy.readableWhere(requireActor());
    if (id !== undefined) await roomStore.find(id);
  },
  async jobs(id) {
    jobPolicy.readableWhere(requireActor());
    if (id !== undefined) await findJob(id);
  },
  async history(userId) {
    historyPolicy.authorize(requireActor(), 'read', { row: { userId } });
  },
};

/** Kinds of rows that can come to be hidden from who could read them; of the others, who may read one goes on to. */
const CAN_HIDE: ReadonlySet<TopicKind> = new Set(['users']);

const isKind = (name: string): name is TopicKind => (TOPICS as readonly string[]).includes(name);

/**
 * Whether whoever acts may follow a topic.
 *
 * @throws UnauthenticatedError, ForbiddenError
 * @throws NotFoundError for a row that is none, or none for them
 */
export async function authorizeTopic(topic: string): Promise<void> {
  const { kind, id } = readTopic(topic);
  await RULES[kind](id);
}

/** Tells those who follow a topic that it has changed: those of this process, since each process hears of every change. */
export class TopicFeed {
  readonly #io: RealtimeServer;
  readonly #access: TopicAccess;
  /** The ids of rows that were written, by kind; of too many, none is known. */
  readonly #written = new Map<TopicKind, Set<string> | 'many'>();
  #timer: NodeJS.Timeout | undefined;

  constructor(io: RealtimeServer) {
    this.#io = io;
    this.#access = new TopicAccess(io, authorizeTopic);
  }

  changed({ table, ids }: RowsChanged): void {
    if (!isKind(table)) return;
    this.#note(table, ids);
    // The database tells of a user once, whose history has gone on with that.
    if (table === 'users') this.#note('history', ids);
    this.#timer ??= setTimeout(() => this.#tell(), TOGETHER);
  }

  stop(): void {
    clearTimeout(this.#timer);
  }

  #note(kind: TopicKind, ids: RowsChanged['ids']): void {
    const written = this.#written.get(kind) ?? new Set<string>();
    if (ids === null || written === 'many') this.#written.set(kind, 'many');
    else this.#written.set(kind, new Set([...written, ...ids]));
  }

  #tell(): void {
    this.#timer = undefined;
    for (const [kind, ids] of this.#written) {
      const followed = this.#followed(kind, ids);
      for (const topic of [kind, ...followed]) {
        send(this.#io.local.to(groups.topic(topic)), 'topic:changed', { topic });
      }
      // Who may not know of the row any more is told a last time: their page asks for it, and learns that.
      if (CAN_HIDE.has(kind)) for (const topic of followed) this.#access.changed(topic);
    }
    this.#written.clear();
  }

  /** The topics about single rows that somebody here follows. */
  #followed(kind: TopicKind, ids: ReadonlySet<string> | 'many'): string[] {
    const start = groups.topic(`${kind}:`);
    const followed = [...this.#io.sockets.adapter.rooms.keys()].filter((group) => group.startsWith(start));
    return followed
      .filter((group) => ids === 'many' || ids.has(group.slice(start.length)))
      .map((group) => group.slice(groups.topic('').length));
  }
}
