import type { PublishContext } from '../entities/item';
import { ConflictError } from '../errors';
import { encodeBy } from '../wire/encode';
import { argument, reading, selected, writing } from './call';
import type { PrismaEntity } from './entity';

/** A creation under an idempotency key: the columns that keep it, and what stands in them. */
interface Keyed {
  readonly columns: { readonly key: string; readonly digest: string };
  readonly key: string;
  readonly digest: string;
}

/** SHA-256 of the data, whatever the order of their keys. */
async function digestOf(data: object): Promise<string> {
  const entries = Object.entries(data).toSorted(([a], [b]) => (a < b ? -1 : 1));
  const bytes = new TextEncoder().encode(JSON.stringify(encodeBy(undefined, entries)));
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return Array.from(hash, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** The row that was created under the key, when it was created from the same data. */
async function repeated<T extends object>(
  entity: PrismaEntity<T>,
  keyed: Keyed,
): Promise<object | undefined> {
  const { key, digest } = keyed.columns;
  const found = await reading(undefined, () =>
    entity.delegate().findUnique({
      where: argument({ [key]: keyed.key }),
      select: selected(entity, digest),
    }),
  );
  if (!found) return undefined;
  const { [digest]: from, ...row } = Object.fromEntries(Object.entries(found));
  if (from !== keyed.digest) throw new ConflictError('This idempotency key was used with other data');
  return row;
}

/**
 * Creates a row. A creation that is sent again under its idempotency key finds the row that the first made: the key
 * is a unique column of the row, so both come with one statement or not at all.
 */
export async function createRow<T extends object>(
  entity: PrismaEntity<T>,
  data: object,
  { idempotencyKey: key, signal }: Partial<PublishContext>,
): Promise<object> {
  const { creation } = entity;
  const keyed: Keyed | undefined =
    creation && key !== undefined ? { columns: creation, key, digest: await digestOf(data) } : undefined;
  const record = keyed && { [keyed.columns.key]: keyed.key, [keyed.columns.digest]: keyed.digest };
  try {
    return await writing(signal, () =>
      entity.delegate().create({ data: argument({ ...data, ...record }), select: selected(entity) }),
    );
  } catch (error) {
    // Which of several unique values PostgreSQL complains of first is its own affair.
    const row = keyed && error instanceof ConflictError ? await repeated(entity, keyed) : undefined;
    if (row) return row;
    throw error;
  }
}
