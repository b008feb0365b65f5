import { z } from 'zod';
import type { Prisma, PrismaClient } from '../generated/client';
import { HttpError } from './http-error';
import type { Viewer } from './session';

/** What everybody who is signed in may read of active users; of themselves, and as an admin, they read all. */
const PUBLIC = { id: true, name: true, role: true, status: true, version: true } as const;
const ALL = { ...PUBLIC, email: true, createdAt: true, updatedAt: true } as const;

type Row = Prisma.UserGetPayload<{ select: typeof ALL }>;

export const userId = z.string().min(1).max(64);

export const changes = z.strictObject({
  name: z.string().trim().min(2).max(200).optional(),
  email: z.email().max(254).toLowerCase().optional(),
  role: z.enum(['user', 'admin']).optional(),
  status: z.enum(['active', 'inactive']).optional(),
});

export const listQuery = z.strictObject({
  role: z.enum(['user', 'admin']).optional(),
  status: z.enum(['active', 'inactive']).optional(),
  from: z.string().max(200).optional(),
  to: z.string().max(200).optional(),
  orderBy: z.enum(['name', 'createdAt']).default('name'),
  direction: z.enum(['asc', 'desc']).default('asc'),
  limit: z.coerce.number().int().min(1).max(100).default(20),
  next: z.string().max(2000).optional(),
});

const cursorSchema = z.tuple([z.string(), z.string()]);

function isAdmin({ role }: Viewer): boolean {
  return role === 'admin';
}

function shown(viewer: Viewer, row: Row): Partial<Row> {
  if (isAdmin(viewer) || row.id === viewer.id) return row;
  const { id, name, role, status, version } = row;
  return { id, name, role, status, version };
}

function readable(viewer: Viewer): Prisma.UserWhereInput {
  return isAdmin(viewer) ? {} : { OR: [{ status: 'active' }, { id: viewer.id }] };
}

export async function findUser(prisma: PrismaClient, viewer: Viewer, id: string): Promise<Partial<Row>> {
  const row = await prisma.user.findUnique({ where: { id }, select: ALL });
  const mayRead = row && (isAdmin(viewer) || row.status === 'active' || row.id === viewer.id);
  if (!mayRead) throw new HttpError(404, 'There is no such user');
  return shown(viewer, row);
}

function filterOf({ role, status, from, to }: z.output<typeof listQuery>): Prisma.UserWhereInput {
  return {
    ...(role && { role }),
    ...(status && { status }),
    ...((from ?? to) && { name: { ...(from && { gte: from }), ...(to && { lt: to }) } }),
  };
}

/** What comes after the last row of a page, with a bound by which the index is sought. */
function after({ next, orderBy, direction }: z.output<typeof listQuery>): Prisma.UserWhereInput {
  if (next === undefined) return {};
  const [text, id] = cursorSchema.parse(JSON.parse(Buffer.from(next, 'base64url').toString()));
  const value = orderBy === 'createdAt' ? new Date(text) : text;
  const [beyond, from] = direction === 'asc' ? (['gt', 'gte'] as const) : (['lt', 'lte'] as const);
  return {
    [orderBy]: { [from]: value },
    OR: [{ [orderBy]: { [beyond]: value } }, { [orderBy]: value, id: { [beyond]: id } }],
  };
}

export async function listUsers(prisma: PrismaClient, viewer: Viewer, query: z.output<typeof listQuery>) {
  const { orderBy, direction, limit } = query;
  const where = { AND: [readable(viewer), filterOf(query)] };
  const [rows, total] = await Promise.all([
    prisma.user.findMany({
      where: { AND: [...where.AND, after(query)] },
      orderBy: [{ [orderBy]: direction }, { id: direction }],
      take: limit + 1,
      select: ALL,
    }),
    prisma.user.count({ where }),
  ]);
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  const next =
    last && rows.length > limit
      ? Buffer.from(JSON.stringify([last[orderBy], last.id])).toString('base64url')
      : null;
  return { items: page.map((row) => shown(viewer, row)), total, next };
}

/** A change of one version. */
interface Change {
  readonly viewer: Viewer;
  readonly id: string;
  readonly version: number;
  readonly values: z.output<typeof changes>;
  readonly requestId: string;
}

/** Writes the row in a transaction that says who does it: triggers write the change log and the history. */
export async function changeUser(prisma: PrismaClient, { viewer, id, version, values, requestId }: Change) {
  const isOwnName = id === viewer.id && Object.keys(values).every((name) => name === 'name');
  if (!isAdmin(viewer) && !isOwnName) throw new HttpError(403, 'Only an admin may do this');
  return prisma.$transaction(async (tx) => {
    await tx.$executeRaw`
      SELECT set_config('myapp.actor', ${viewer.id}, true), set_config('myapp.request_id', ${requestId}, true)`;
    const data = { ...(values as Prisma.UserUpdateManyMutationInput), version: { increment: 1 } };
    const [row] = await tx.user.updateManyAndReturn({ where: { id, version }, data, select: ALL });
    if (row) return row;
    const exists = await tx.user.findUnique({ where: { id }, select: { id: true } });
    throw exists
      ? new HttpError(412, 'It has been changed since')
      : new HttpError(404, 'There is no such user');
  });
}
