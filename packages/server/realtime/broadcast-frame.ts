/** What of a packet of engine.io is needed to send it: a broadcast has its WebSocket frame with it, made once. */
export interface FramedPacket {
  readonly options?: { wsPreEncodedFrame?: readonly Uint8Array[] } | undefined;
}

/**
 * Joins the frame of a broadcast, a head and a body, to one piece: each socket writes it at once, where two would be
 * gathered for each of them, which is a tenth of what a delivery costs. The sockets of one broadcast share its frame, so
 * that only the first finds two pieces.
 *
 * The frame is a member of socket.io-adapter's own; without it, packets are sent as they are.
 */
export function joinFrame({ options }: FramedPacket): void {
  const frame = options?.wsPreEncodedFrame;
  if (options && frame && frame.length > 1) options.wsPreEncodedFrame = [Buffer.concat(frame)];
}
