import { z } from 'zod';

/** What a socket may follow: all rows of a kind, or what is about one of them. */
export const TOPICS = ['users', 'rooms', 'history', 'jobs'] as const;

export type TopicKind = (typeof TOPICS)[number];

/** A kind, or a kind and an id: `users`, `users:0199c2f0-0000-7000-8000-000000000001`. */
export const topicSchema = z
  .string()
  .max(80)
  .regex(new RegExp(`^(${TOPICS.join('|')})(:[\\w-]{1,64})?$`), 'Is no topic that there is');

/** A topic in its parts. */
export interface Topic {
  readonly kind: TopicKind;
  readonly id: string | undefined;
}

/**
 * Takes a topic apart.
 *
 * @example
 * readTopic('jobs:7'); // { kind: 'jobs', id: '7' }
 */
export function readTopic(topic: string): Topic {
  const [kind, id] = topic.split(':');
  return { kind: kind as TopicKind, id }; // the schema has seen it
}
