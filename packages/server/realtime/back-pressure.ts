import type { RealtimeSocket } from './sockets';

/** What of a packet of engine.io is needed to know how long it is. */
export interface Packet {
  readonly data?: unknown;
}

/** The WebSocket below, as far as it matters here. */
interface Wire {
  readonly bufferedAmount: number;
  terminate(): void;
}

/** What waits for the one below. */
interface Queue {
  readonly writeBuffer: readonly Packet[];
}

interface Transport {
  readonly socket?: Wire;
}

function lengthOf({ data }: Packet): number {
  if (typeof data === 'string') return data.length;
  return data instanceof Uint8Array ? data.byteLength : 0;
}

/** How often the buffers are looked at: whenever as much as this share of what may wait has been sent. */
const LOOKS = 16;

/**
 * Lets go of a client that does not take what it is sent: when more bytes wait for it than it may have waiting, its
 * connection is cut, and what waited is forgotten. When it is back it asks for what it missed.
 *
 * @param most - bytes, about: texts count a byte for each UTF-16 unit, and a sixteenth more may have been added since the
 * last look
 * @returns to be called with each packet; it costs next to nothing
 */
export function limitBuffer({ conn }: RealtimeSocket, most: number): (packet: Packet) => void {
  const share = most / LOOKS;
  let sent = 0;
  return (packet) => {
    sent += lengthOf(packet);
    if (sent < share) return;
    sent = 0;
    const { socket } = conn.transport as unknown as Transport;
    const queued = (conn as unknown as Queue).writeBuffer.reduce((sum, each) => sum + lengthOf(each), 0);
    // Not closed: that would wait for the client to take what is queued.
    if (queued + (socket?.bufferedAmount ?? 0) > most) socket?.terminate();
  };
}
