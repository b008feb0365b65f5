import type { Viewer } from '@myapp/core/policies';
import { type Message, type MessageName, realtimeMessages } from '@myapp/core/realtime';
import type { Server, Socket } from 'socket.io';

/** What is known of a socket that was let in. */
interface SocketData {
  readonly viewer: Viewer;
  readonly name: string;
  readonly sessionId: string;
}

type Messages = { [Name in MessageName]: (message: Message<Name>) => void };

/** Told between processes. */
interface ProcessMessages {
  end: (ending: unknown, done: () => void) => void;
}

// What sockets send is looked at as a whole, whatever its name; see requests.ts.
type Unread = Record<never, never>;

export type RealtimeServer = Server<Unread, Messages, ProcessMessages, SocketData>;
export type RealtimeSocket = Socket<Unread, Messages, ProcessMessages, SocketData>;

interface Target {
  emit(name: string, message: unknown): unknown;
}

/**
 * Sends a message: the one way by which anything leaves by a socket without having been asked for. Strict: a member that
 * the message does not have is an error, not a leak.
 *
 * @throws ZodError when it is no message of that name
 */
export function send<Name extends MessageName>(target: unknown, name: Name, message: Message<Name>): void {
  // The emitters of socket.io differ in type, not in this.
  (target as Target).emit(name, realtimeMessages[name].parse(message));
}

/** The groups of sockets that are told something together. */
export const groups = {
  session: (id: string): string => `session:${id}`,
  user: (id: string): string => `user:${id}`,
  room: (id: string): string => `room:${id}`,
  topic: (topic: string): string => `topic:${topic}`,
} as const;

/** The sockets of this process, or those of them that are in a group. */
export function localSockets(io: RealtimeServer, group?: string): RealtimeSocket[] {
  const { sockets, adapter } = io.sockets;
  if (group === undefined) return [...sockets.values()];
  return [...(adapter.rooms.get(group) ?? [])].flatMap((id) => sockets.get(id) ?? []);
}
