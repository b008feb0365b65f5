import type { Realtime } from './realtime';

const followers = new WeakMap<Realtime, Map<string, number>>();

/** Several may follow one topic: the server is told when the last one does not any more. */
function hold(realtime: Realtime, topic: string): () => void {
  const counts = followers.get(realtime) ?? new Map<string, number>();
  followers.set(realtime, counts);
  counts.set(topic, (counts.get(topic) ?? 0) + 1);
  return () => {
    const left = (counts.get(topic) ?? 1) - 1;
    if (left > 0) {
      counts.set(topic, left);
      return;
    }
    counts.delete(topic);
    if (realtime.status === 'online') realtime.ask('topic:unfollow', { topic }).catch(() => undefined);
  };
}

/**
 * Calls `changed` whenever what a topic is about has changed, or may have while there was no connection: one call at a
 * time, and one more when there was news meanwhile.
 *
 * @param topic - as `users`, or `users:<id>`
 * @returns a function that ends it
 * @example
 * const stop = followTopic(realtime, 'users', () => users.reload());
 */
export function followTopic(
  realtime: Realtime,
  topic: string,
  changed: () => Promise<unknown> | void,
): () => void {
  let isRunning = false;
  let isStale = false;
  let isOver = false;
  const run = async (): Promise<void> => {
    isStale = true;
    if (isRunning) return;
    isRunning = true;
    try {
      while (isStale && !isOver) {
        isStale = false;
        await changed();
      }
    } catch {
      // Whoever loads keeps the error, to show it.
    } finally {
      isRunning = false;
    }
  };
  const release = hold(realtime, topic);
  // The first time too: it may have changed between when it was loaded and now.
  const begin = (): void => void realtime.ask('topic:follow', { topic }).then(run, () => undefined); // tried again with the next connection
  const stops = [
    realtime.follow(),
    realtime.on('online', begin),
    realtime.on('resync', () => void run()),
    realtime.on('topic:changed', (message) => {
      if (message.topic === topic) void run();
    }),
  ];
  if (realtime.status === 'online') begin();
  return () => {
    isOver = true;
    release();
    for (const stop of stops) stop();
  };
}
