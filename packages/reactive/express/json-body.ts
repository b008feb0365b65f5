import express, { type NextFunction, type Request, type RequestHandler, type Response } from 'express';
import { UnsupportedMediaTypeError, ValidationError } from '../errors';
import { markUnparsed } from './unparsed';

/** How large a JSON body may be, in bytes after decompression. */
export interface JsonBodyOptions {
  readonly limit?: number;
}

const WITH_BODY = new Set(['POST', 'PUT', 'PATCH']);

function hasBody(req: Request): boolean {
  const length = req.headers['content-length'];
  return req.headers['transfer-encoding'] !== undefined || (length !== undefined && Number(length) > 0);
}

function refuseOtherTypes(req: Request): void {
  const type = req.headers['content-type'] ?? '';
  if (!req.is(['json', '+json'])) {
    throw new UnsupportedMediaTypeError('The body must be sent as application/json');
  }
  // RFC 8259: JSON between systems is UTF-8. Anything else would be stored altered.
  const charset = /;\s*charset="?([^";\s]*)/i.exec(type)?.[1];
  if (charset !== undefined && charset.toLowerCase() !== 'utf-8') {
    throw new UnsupportedMediaTypeError('The body must be encoded as UTF-8');
  }
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

function decode(bytes: Uint8Array): string {
  try {
    return utf8.decode(bytes);
  } catch {
    throw new ValidationError('The body is not valid UTF-8');
  }
}

function parse(bytes: Uint8Array): unknown {
  const text = decode(bytes);
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch {
    throw new ValidationError('The body is not valid JSON');
  }
  markUnparsed(document);
  return document;
}

/**
 * Reads JSON bodies of POST, PUT and PATCH into `req.body`, marked as unparsed: a constructor and `set` of
 * `reactive` refuse it until {@link parseBody} has read it. No body leaves `req.body` undefined.
 *
 * @throws ValidationError for bytes that are not JSON, or keys that reach for a prototype
 * @throws UnsupportedMediaTypeError for another media type, charset or compression
 * @throws PayloadTooLargeError past `limit` (100,000 bytes unless told), counted after decompression
 * @example
 * app.use('/api', jsonBody({ limit: 50_000 }), userRoutes(providers));
 */
export function jsonBody({ limit = 100_000 }: JsonBodyOptions = {}): RequestHandler {
  const read = express.raw({ limit, type: () => true });
  return (req: Request, res: Response, next: NextFunction) => {
    if (!WITH_BODY.has(req.method) || !hasBody(req)) return next();
    refuseOtherTypes(req);
    read(req, res, (error?: unknown) => {
      if (error) return next(error);
      try {
        const bytes: unknown = req.body;
        req.body = bytes instanceof Uint8Array && bytes.length > 0 ? parse(bytes) : undefined;
      } catch (refusal) {
        return next(refusal);
      }
      next();
    });
  };
}
