import type { Request, Response } from 'express';
import type { z } from 'zod';
import { ReactiveError } from '../errors';
import type { ListResult } from '../query';
import { encode } from '../wire/encode';
import { etag, ifNoneMatch } from './conditional';

/** A row as it is sent; one without a version is sent without an ETag. */
export interface SentRow {
  readonly version?: number | undefined;
}

/** A row that has an address of its own. */
export interface CreatedRow extends SentRow {
  readonly id?: string | number | undefined;
}

/** A row that JSON would change is the server's own fault, whoever asked for it. */
function jsonOf(schema: z.ZodType | undefined, row: unknown): unknown {
  try {
    return encode(schema, row);
  } catch (cause) {
    throw new ReactiveError('A row cannot be sent', { cause });
  }
}

function isReading({ method }: Request): boolean {
  return method === 'GET' || method === 'HEAD';
}

/**
 * Sends one row with its ETag, its dates, bigints, bytes, maps and sets as `reactive/wire` writes them; only codecs need
 * the schema for that. It is kept by no cache, and sent to whoever has this version already, too: the version says
 * nothing of which fields its reader could see, and that may have been somebody else in the same browser.
 *
 * @example
 * await user.load();
 * sendRow(res, user.getProperties());
 */
export function sendRow<Row extends SentRow>(res: Response, row: Row, schema?: z.ZodType): void {
  res.set('Cache-Control', 'no-store');
  if (row.version !== undefined) res.set('ETag', etag(row.version));
  // Express itself would answer 304 to who names the version.
  delete res.req.headers['if-none-match'];
  res.json(jsonOf(schema, row));
}

/**
 * As {@link sendRow}, for a row that is the same for all who may read it: no field is shown to some of them only. A
 * cache may keep it for its reader, and a client that has this version already (`If-None-Match`) gets 304 without a body.
 *
 * @example
 * router.get('/countries/:id', async (req, res) => sendSharedRow(res, await load(req.params.id)));
 */
export function sendSharedRow<Row extends SentRow>(res: Response, row: Row, schema?: z.ZodType): void {
  const tag = row.version === undefined ? undefined : etag(row.version);
  res.set('Cache-Control', 'private, no-cache');
  if (tag !== undefined) res.set('ETag', tag);
  if (tag !== undefined && isReading(res.req) && ifNoneMatch(res.req, tag)) res.status(304).end();
  else res.json(jsonOf(schema, row));
}

/**
 * Sends a row that was created: 201 with its address and ETag.
 *
 * @example
 * await user.publish();
 * sendCreated(res, user.getProperties());
 */
export function sendCreated<Row extends CreatedRow>(res: Response, row: Row, schema?: z.ZodType): void {
  const { baseUrl, path } = res.req;
  const list = baseUrl + path.replace(/\/+$/, '');
  res.status(201);
  if (row.id !== undefined) res.set('Location', `${list}/${encodeURIComponent(row.id)}`);
  sendRow(res, row, schema);
}

/**
 * Sends a page of a list.
 *
 * @example
 * sendList(res, { items: users.items.map((user) => user.getProperties()), total: users.getTotal(), next: users.getNext() });
 */
export function sendList<Row>(
  res: Response,
  { items, total, next }: ListResult<Row>,
  schema?: z.ZodType,
): void {
  const rows = items.map((item) => jsonOf(schema, item));
  res.set('Cache-Control', 'no-store').json({ items: rows, total, next: next ?? null });
}
