import type { IUser, UserCreate } from '@myapp/core/entities/user';
import type { ImportUsersPayload } from '@myapp/core/jobs';
import { type Actor, userPolicy } from '@myapp/core/policies';
import { COLLISIONS, changesOf } from '@myapp/core/services/user';
import { ConflictError } from 'reactive/errors';
import { v7 as uuidv7 } from 'uuid';
import { prisma } from '../../database/current';
import { explainLastAdmin } from '../../database/last-admin';
import type { JobStep } from '../handler';
import { type FileRow, isRefusal, type ReadableRow, type Refusal, refusalOf } from './read-rows';

/** Somebody else wrote between the look-up and the write: looked up again, it is seen. */
export class OvertakenError extends ConflictError {}

type Known = Pick<IUser, 'id' | 'name' | 'email' | 'role' | 'status' | 'version'>;

/** What is to be written. */
interface Plan {
  readonly created: UserCreate[];
  readonly updated: (Partial<UserCreate> & Pick<IUser, 'id' | 'version'>)[];
  readonly refused: { readonly row: FileRow; readonly refusal: Refusal }[];
  unchanged: number;
}

/** For whom rows are written, and what becomes of those whose e-mail a user has. */
export interface WriteOptions {
  readonly jobId: string;
  readonly actor: NonNullable<Actor>;
  readonly duplicates: ImportUsersPayload['duplicates'];
}

async function usersOf(
  rows: readonly ReadableRow[],
): Promise<{ byEmail: Map<string, Known>; ids: Set<string> }> {
  const emails = rows.map(({ read }) => read.values.email);
  const ids = rows.flatMap(({ read }) => read.values.id ?? []);
  const select = { id: true, name: true, email: true, role: true, status: true, version: true };
  const where = { OR: [{ email: { in: emails } }, { id: { in: ids } }] };
  const found = (await prisma.user.findMany({ where, select })) as Known[]; // the table's checks keep role and status
  return {
    byEmail: new Map(found.map((user) => [user.email, user])),
    ids: new Set(found.map(({ id }) => id)),
  };
}

/** Decides about a row, and throws why it is refused. */
function decide(
  { read }: ReadableRow,
  { byEmail, ids }: Awaited<ReturnType<typeof usersOf>>,
  { plan, actor, duplicates }: WriteOptions & { readonly plan: Plan },
): void {
  const { values } = read;
  const stored = byEmail.get(values.email);
  if (stored === undefined) {
    if (values.id !== undefined && ids.has(values.id))
      throw new ConflictError(undefined, { errors: COLLISIONS.id });
    userPolicy.authorize(actor, 'create', { row: values, fields: Object.keys(values) });
    plan.created.push(values);
    return;
  }
  if (duplicates === 'refuse') throw new ConflictError(undefined, { errors: COLLISIONS.email });
  if (values.id !== undefined && values.id !== stored.id) {
    throw new ConflictError(undefined, { errors: COLLISIONS.otherId });
  }
  const changes = changesOf(read, stored);
  const fields = Object.keys(changes);
  if (fields.length === 0) plan.unchanged += 1;
  else {
    userPolicy.authorize(actor, 'update', { row: stored, fields });
    plan.updated.push({ ...changes, id: stored.id, version: stored.version });
  }
}

async function planOf(rows: readonly FileRow[], options: WriteOptions): Promise<Plan> {
  const plan: Plan = { created: [], updated: [], refused: [], unchanged: 0 };
  const readable = rows.filter((row): row is ReadableRow => !isRefusal(row.read));
  const known = await usersOf(readable);
  for (const row of rows) {
    try {
      if (isRefusal(row.read)) plan.refused.push({ row, refusal: row.read });
      else decide({ ...row, read: row.read }, known, { ...options, plan });
    } catch (error) {
      plan.refused.push({ row, refusal: refusalOf(error) });
    }
  }
  return plan;
}

/** All in one statement, which Prisma only passes on: its `createMany` holds up the process for as long as the database. */
async function create(users: readonly UserCreate[]): Promise<void> {
  if (users.length === 0) return;
  const rows = users.map((user) => ({ id: uuidv7(), ...user }));
  const count = await prisma.$executeRaw`
    INSERT INTO users (id, name, email, role, status)
    SELECT c.id, c.name, c.email, c.role, c.status
      FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
        AS c(id text, name text, email text, role text, status text)
    ON CONFLICT DO NOTHING`;
  if (count < users.length) throw new OvertakenError('Somebody else was quicker');
}

/** All in one statement, each at the version that was looked at. */
async function update(changes: Plan['updated']): Promise<void> {
  if (changes.length === 0) return;
  const count = await explainLastAdmin(
    () => prisma.$executeRaw`
      UPDATE users AS u SET name = coalesce(c.name, u.name), role = coalesce(c.role, u.role),
        status = coalesce(c.status, u.status), version = u.version + 1, updated_at = now()
      FROM jsonb_to_recordset(${JSON.stringify(changes)}::jsonb)
        AS c(id text, version int, name text, role text, status text)
      WHERE u.id = c.id AND u.version = c.version`,
  );
  if (count < changes.length) throw new OvertakenError('Somebody else was quicker');
}

/** Keeps for the report what was refused, and why. */
async function refuse(jobId: string, refused: Plan['refused']): Promise<void> {
  if (refused.length === 0) return;
  const data = refused.map(({ row: { item, values }, refusal: { code, errors } }) => ({
    jobId,
    item,
    code,
    errors,
    values: values.map(storable),
  }));
  await prisma.jobRefusal.createMany({ data });
}

/** The database keeps no NUL; that there was one, the report shows. */
function storable(value: string): string {
  return value.replaceAll('\0', '�');
}

/**
 * Writes rows of which no two are about one user, in the unit of work of the caller; says what has become of them.
 *
 * @throws OvertakenError when somebody else has written one of the users meanwhile
 * @throws ConflictError when what is stored does not allow one of the rows: tried one by one, it shows which
 */
export async function writeRows(rows: readonly FileRow[], options: WriteOptions): Promise<JobStep> {
  const plan = await planOf(rows, options);
  await create(plan.created);
  await update(plan.updated);
  await refuse(options.jobId, plan.refused);
  return {
    processed: rows.length,
    created: plan.created.length,
    updated: plan.updated.length,
    unchanged: plan.unchanged,
    refused: plan.refused.length,
    checkpoint: rows.at(-1)?.item ?? 0,
  };
}

/** Refuses a row that could not be written. */
export async function refuseRow(row: FileRow, error: unknown, { jobId }: WriteOptions): Promise<JobStep> {
  await refuse(jobId, [{ row, refusal: refusalOf(error) }]);
  return { processed: 1, refused: 1, checkpoint: row.item };
}
