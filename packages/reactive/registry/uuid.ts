let lastTime = 0;
let sequence = 0;

/** Milliseconds that never run backwards, and a counter within each, so that later ids sort after earlier ones. */
const tick = (): void => {
  const now = Date.now();
  if (now > lastTime) {
    lastTime = now;
    sequence = 0;
    return;
  }
  sequence++;
  if (sequence > 0xfff) {
    lastTime++;
    sequence = 0;
  }
};

const hex = (value: number, length: number): string => value.toString(16).padStart(length, '0');

/**
 * A UUID of version 7 (RFC 9562): unique everywhere, and sorted by the time of its making within one process.
 */
export const uuidv7 = (): string => {
  tick();
  const random = crypto.getRandomValues(new Uint8Array(8));
  random[0] = ((random[0] ?? 0) & 0x3f) | 0x80;
  const tail = Array.from(random, (byte) => hex(byte, 2)).join('');
  const time = hex(lastTime, 12);
  return `${time.slice(0, 8)}-${time.slice(8)}-7${hex(sequence, 3)}-${tail.slice(0, 4)}-${tail.slice(4)}`;
};
