import { defaultLimits, type Fields } from '../query';
import { refuseOperand } from '../query/operand';
import { toSearchParams } from '../query/url';

/** Proxies take addresses of 8,000 characters, of which the base URL needs some. */
const MAX_SEARCH = 6000;

/** How long an id is in the list of an address, with the comma after it. */
const lengthOf = (id: string | number): number =>
  new URLSearchParams({ '': `${JSON.stringify(id)},` }).toString().length;

/**
 * The URL forms of the queries for the rows of these ids, each short enough for an address. What no row can have as its
 * id is not asked for: it would have the whole query refused.
 */
export function searchesFor(
  ids: readonly (string | number)[],
  fields: Fields,
  batchSize: number,
): URLSearchParams[] {
  const size = Math.max(1, Math.min(batchSize, defaultLimits.maxListLength));
  const parts: (string | number)[][] = [];
  let room = 0;
  for (const id of new Set(ids)) {
    if (refuseOperand(id, fields.get('id'), defaultLimits) !== undefined) continue;
    const last = parts.at(-1);
    const length = lengthOf(id);
    if (last !== undefined && last.length < size && length <= room) last.push(id);
    else {
      parts.push([id]);
      room = MAX_SEARCH;
    }
    room -= length;
  }
  return parts.map((part) =>
    toSearchParams<{ id: string | number }>({ where: { id: { in: part } }, limit: part.length }, fields),
  );
}
