import { useEffect, useRef } from 'react';
import { useModel, useScope } from 'reactive/react';
import { followTopic, type Realtime, realtimeOf } from '../realtime';

/**
 * The connection by which the server tells of what happens, open as long as a component shows it.
 *
 * @example
 * function Light() {
 *   return <span>{useRealtime().status}</span>;
 * }
 */
export const useRealtime = (): Realtime => {
  const realtime = realtimeOf(useScope());
  useEffect(() => realtime.follow(), [realtime]);
  return useModel(realtime);
};

/**
 * Calls `changed` whenever what a topic is about has changed on the server; without a topic, never.
 *
 * @example
 * const users = useUsers(specs);
 * useTopic('users', () => users.reload());
 */
export const useTopic = (topic: string | undefined, changed: () => Promise<unknown> | void): void => {
  const realtime = realtimeOf(useScope());
  const latest = useRef(changed);
  useEffect(() => {
    latest.current = changed;
  });
  useEffect(
    () => (topic === undefined ? undefined : followTopic(realtime, topic, () => latest.current())),
    [realtime, topic],
  );
};
