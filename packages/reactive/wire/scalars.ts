import type { Faults } from './faults';

const ISO = /^(?:\d{4}|[+-]\d{6})-\d{2}-(\d{2})T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:\d{2})$/;
const INTEGER = /^(?:0|-?[1-9]\d*)$/;

/** Digits that a bigint may have on the wire: reading a text of a million takes a processor far longer than sending it. */
const MAX_DIGITS = 4096;

/** Characters that are made at once: a call takes no more arguments than some ten thousand. */
const CHUNK = 8192;

export function encodeNumber(value: number, faults: Faults): number | null {
  // Most numbers; what differs from itself is NaN, and one divided by minus zero is minus infinity.
  if (value - value === 0 && (value !== 0 || 1 / value > 0)) return value;
  return faults.add(`${value === 0 ? '-0' : value} has no form in JSON.`);
}

export function encodeBigint(value: bigint, faults: Faults): string | null {
  const text = value.toString();
  return text.length <= MAX_DIGITS ? text : faults.add(`Has more than ${MAX_DIGITS} digits.`);
}

/** Decimal digits without leading zeros, a minus before them at most; what else comes stays as it came. */
export function decodeBigint(json: unknown): unknown {
  return typeof json === 'string' && json.length <= MAX_DIGITS && INTEGER.test(json) ? BigInt(json) : json;
}

export function encodeDate(value: Date, faults: Faults): unknown {
  if (faults.keepsDates) return value;
  return Number.isNaN(value.getTime()) ? faults.add('Is no valid date.') : value.toISOString();
}

/** What is no ISO date and time stays as it came. JavaScript takes 30 February for 1 March. */
export function decodeDate(json: unknown): unknown {
  const day = typeof json === 'string' ? ISO.exec(json)?.[1] : undefined;
  if (day === undefined) return json;
  const text = String(json);
  const date = new Date(text);
  // With an offset the day is told in the time of another place.
  const there = text.endsWith('Z') ? date : new Date(`${text.slice(0, text.indexOf('T'))}T00:00:00Z`);
  const exists = !Number.isNaN(date.getTime()) && there.getUTCDate() === Number(day);
  return exists ? date : json;
}

/** Bytes as base64, the alphabet with `+` and `/`, padded. */
export function encodeBytes(value: Uint8Array): string {
  let characters = '';
  for (let at = 0; at < value.length; at += CHUNK) {
    characters += String.fromCharCode(...value.subarray(at, at + CHUNK));
  }
  return btoa(characters);
}

/** What is not exactly what {@link encodeBytes} writes (white space, no padding) stays as it came. */
export function decodeBytes(json: unknown): unknown {
  if (typeof json !== 'string' || json.length % 4 !== 0) return json;
  try {
    const characters = atob(json);
    if (btoa(characters) !== json) return json;
    const bytes = new Uint8Array(characters.length);
    for (let at = 0; at < bytes.length; at++) bytes[at] = characters.charCodeAt(at);
    return bytes;
  } catch {
    return json;
  }
}
