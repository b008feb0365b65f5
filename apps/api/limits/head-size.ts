import type { RequestHandler } from 'express';
import { PayloadTooLargeError } from 'reactive/errors';
import { refuse } from '../refuse';

/** Characters; servers are expected to take 8,000. */
export const LONGEST_ADDRESS = 8192;
export const MOST_HEADERS = 100;

/**
 * Refuses an address that is too long with 414, and too many headers with 431. Node itself bounds the bytes of both
 * together, and drops headers past a number without a word: here they are refused before.
 */
export function headSize(): RequestHandler {
  return (req, res, next) => {
    if (req.url.length > LONGEST_ADDRESS) {
      refuse(res, 414, new PayloadTooLargeError(`The address is longer than ${LONGEST_ADDRESS} characters`));
    } else if (req.rawHeaders.length > 2 * MOST_HEADERS) {
      refuse(res, 431, new PayloadTooLargeError(`There are more than ${MOST_HEADERS} headers`));
    } else next();
  };
}
