import { AsyncLocalStorage } from 'node:async_hooks';
import { type Actor, currentActor } from '@myapp/core/policies';
import { requestName } from './request-name';

/** Who stands in the log for what is written, and the id of the request that it was asked by; '' for none. */
export interface Author {
  readonly actor: string;
  readonly request: string;
  /** `import`, where that is what happens; ''. */
  readonly origin: string;
}

/** How an actor stands in the change log. */
export function nameOfActor(actor: Actor): string {
  return typeof actor === 'object' ? actor.id : (actor ?? 'anonymous');
}

/** @throws ScopeError without an `actor` outside of a scope, where one is required */
export function authorOf({ actor, origin = '' }: { actor?: Actor; origin?: string | undefined }): Author {
  if (actor !== undefined) return { actor: nameOfActor(actor), request: '', origin };
  return { actor: nameOfActor(currentActor()), request: requestName() ?? '', origin };
}

/** The author of a transaction that is about to begin, and whether the database has been told. */
export interface Announcement {
  readonly author: Author;
  isMade: boolean;
}

const announcements = new AsyncLocalStorage<Announcement>();

/** Begins a transaction whose author may be told to the database together with its BEGIN. */
export function announcing<Result>(announcement: Announcement, begin: () => Result): Result {
  return announcements.run(announcement, begin);
}

/** What is still to be told to the database with the next BEGIN; it is told by whoever asks. */
export function takeAnnouncement(): Author | undefined {
  const announcement = announcements.getStore();
  if (announcement === undefined || announcement.isMade) return undefined;
  announcement.isMade = true;
  return announcement.author;
}
